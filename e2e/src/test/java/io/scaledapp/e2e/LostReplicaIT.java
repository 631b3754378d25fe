package io.scaledapp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica that dies without a word takes no idempotent request with it. */
class LostReplicaIT {

  @Test
  void noIdempotentRequestFailsWhenAReplicaIsKilled(@TempDir Path folder) throws Exception {
    try (var up = Up.start(folder, Up.EXPRESS)) {
      up.awaitReady("express-hello", 1, Duration.ofMinutes(5));
      assertThat(up.run("scale", "express-hello", "--replicas", "2").exitCode()).isZero();
      up.awaitReady("express-hello", 2, Duration.ofSeconds(30));
      try (var prober = Prober.start(up.port(), "express-hello.localhost", "/slow?ms=20", 16)) {
        for (var round = 0; round < 3; round++) {
          var before = prober.answered();
          Await.until(
              "load before the kill",
              Duration.ofSeconds(20),
              () -> prober.answered() > before + 200);
          kill(pidOfSomeReplica(up));
          Await.until(
              "the killed replica is missed or was replaced",
              Duration.ofSeconds(30),
              () -> up.readyReplicas("express-hello") == 2 && prober.answered() > before + 600);
        }
        assertThat(prober.stop()).isEmpty();
      }
    }
  }

  private static long pidOfSomeReplica(Up up) throws Exception {
    try (var connection = new HttpConnection(up.port())) {
      var answer = connection.get("express-hello.localhost", "/").body();
      return new ObjectMapper().readTree(answer).at("/pid").asLong();
    }
  }

  private static void kill(long pid) throws Exception {
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    ProcessHandle.of(pid).ifPresent(handle -> handle.onExit().join());
  }
}
