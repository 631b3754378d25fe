package io.scaledapp.operator.platform.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Replica.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPlatformTest {
  private final Path folder;
  private final PlatformUnderTest test;

  LocalPlatformTest(@TempDir Path state, @TempDir Path folder) throws IOException {
    this.folder = folder;
    this.test = new PlatformUnderTest(state);
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void withoutReadinessProbeReplicaIsReadyOnceItListens() throws Exception {
    var replica = test.startReady(TestRevision.of(folder, TestApp.command()));

    assertThat(PlatformUnderTest.get(replica, "/env"))
        .contains("PORT=" + replica.port())
        .contains("SCALEDAPP_INSTANCE=0")
        .contains("SCALEDAPP_APP=shop")
        .contains("SCALEDAPP_REVISION=1");
    assertThat(test.seen).extracting(Replica::phase).startsWith(Phase.PENDING, Phase.STARTING);
  }

  @Test
  void stoppedReplicaTerminatesAndGoes() {
    var replica = test.startReady(TestRevision.of(folder, TestApp.command()));

    test.platform.stop(replica.id());

    assertThat(test.replicas()).extracting(Replica::phase).isSubsetOf(List.of(Phase.TERMINATING));
    test.awaitNone();
    assertThat(test.seen.getLast().phase()).isEqualTo(Phase.TERMINATING);
  }

  @Test
  void crashedReplicaIsRestartedInPlaceAtOnce() {
    var revision = TestRevision.of(folder, TestApp.command());
    var first = test.startReady(revision);

    assertThat(catchThrowableOf(first, "/exit?3")).isNotNull();

    var second = test.awaitReplica(r -> r.phase() == Phase.READY && r.restarts() == 1);
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.port()).isNotEqualTo(first.port());
    assertThat(test.seen).anySatisfy(r -> assertThat(r.message()).startsWith("exited with code 3"));
  }

  private static Throwable catchThrowableOf(Replica replica, String path) {
    return org.assertj.core.api.Assertions.catchThrowable(
        () -> PlatformUnderTest.get(replica, path));
  }
}
