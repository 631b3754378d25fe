package io.scaledapp.operator.platform.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.app.MemoryUse;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {

  private static final long MEBIBYTE = 1_048_576;

  @Test
  void whatAReplicaStartedItselfCountsAndGoesWithIt(@TempDir Path state, @TempDir Path folder)
      throws Exception {
    try (var under = new PlatformUnderTest(state, folder)) {
      // Its child, whose environment tells nothing, keeps a line of 300 MiB that has no end.
      var child = "(head -c 314572800 /dev/zero; sleep 600) | env -i tail -n 1 & ";
      var revision = under.shell(child + "exec " + String.join(" ", TestApp.command()));
      under.platform.prepare(revision).toCompletableFuture().join();
      under.platform.start(revision);
      var id = under.replicas().getFirst().id();

      var use =
          Await.until(
              () -> under.platform.memory(revision.source()),
              now -> now.samples().containsKey(id) && bytes(now, id) > 300 * MEBIBYTE);

      assertThat(use.problem()).isNull();
      assertThat(use.samples()).containsOnlyKeys(id);
      under.platform.stop(id);
      under.awaitNone();
      assertThat(under.platform.memory(revision.source()).samples()).isEmpty();
    }
  }

  private static long bytes(MemoryUse use, String id) {
    return Objects.requireNonNull(use.samples().get(id)).bytes();
  }
}
