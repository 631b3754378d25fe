package io.scaledapp.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@OnCluster
class LeftOversIT {

  @Test
  void containersOfAnEndedProcessAreRemovedAndOthersStay() throws Exception {
    var ended = container(ownerThatHasEnded());
    var alive = container(LeftOvers.thisProcess());
    var elsewhere = container("another-host 1 1970-01-01T00:00:00Z");
    try {
      LeftOvers.remove();

      assertThat(docker("ps", "--all", "--quiet", "--no-trunc").lines())
          .contains(alive, elsewhere)
          .doesNotContain(ended);
    } finally {
      var unused = docker("rm", "--force", ended, alive, elsewhere);
    }
  }

  private static String ownerThatHasEnded() throws IOException, InterruptedException {
    var process = new ProcessBuilder("cat").start();
    var owner = LeftOvers.owner(process.toHandle());
    process.destroy();
    assertThat(process.waitFor()).isNotNegative();
    return owner;
  }

  private static String container(String owner) {
    return docker(
            "create", "--label=" + LeftOvers.OWNER + "=" + owner, Artifacts.get("base"), "true")
        .strip();
  }

  private static String docker(String... arguments) {
    var command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    return Command.run(Map.of(), Duration.ofMinutes(1), command).orFail();
  }
}
