package io.scaledapp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code reload} replaces every process, and no request notices. */
class ReloadIT {

  @Test
  void everyProcessIsReplacedAndNoRequestFails(@TempDir Path folder) throws Exception {
    try (var up = Up.start(folder, Up.EXPRESS)) {
      up.awaitReady("express-hello", 1, Duration.ofMinutes(5));
      up.run("scale", "express-hello", "--replicas", "2");
      up.awaitReady("express-hello", 2, Duration.ofSeconds(30));
      try (var prober = Prober.start(up.port(), "express-hello.localhost", "/slow?ms=20", 16)) {
        var before = pids(up);
        assertThat(before).hasSize(2);
        var reload = up.run("reload", "express-hello");
        assertThat(reload.exitCode()).as(reload.output()).isZero();
        assertThat(pids(up)).hasSize(2).doesNotContainAnyElementsOf(before);
        assertThat(prober.stop()).isEmpty();
        assertThat(prober.answered()).isPositive();
      }
    }
  }

  /** The processes that answer, asked often enough to meet each of them. */
  private static Set<Long> pids(Up up) throws Exception {
    var pids = new HashSet<Long>();
    for (var i = 0; i < 40; i++) {
      try (var connection = new HttpConnection(up.port())) {
        var answer = connection.get("express-hello.localhost", "/").body();
        pids.add(new ObjectMapper().readTree(answer).at("/pid").asLong());
      }
    }
    return pids;
  }
}
