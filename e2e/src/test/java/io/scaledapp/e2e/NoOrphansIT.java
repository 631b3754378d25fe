package io.scaledapp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.scaledapp.operator.platform.local.process.ProcessKey;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However {@code up} ends, its replicas do not outlive it for long, and nobody else is touched. */
class NoOrphansIT {

  @Test
  void sigtermLeavesNoReplicaBehind(@TempDir Path folder) throws Exception {
    var app = new TinyApp(folder, "tiny").write("hello", "  replicas: 2\n");
    try (var up = Up.start(folder, app.file())) {
      up.awaitReady("tiny", 2, Duration.ofSeconds(60));
      var replicas = up.process().descendants().toList();
      assertThat(replicas).hasSizeGreaterThanOrEqualTo(2);
      assertThat(up.terminate()).isZero();
      assertThat(replicas).noneMatch(replica -> isRunning(replica.pid()));
    }
  }

  @Test
  void theNextUpEndsWhatAKilledOneLeft(@TempDir Path folder) throws Exception {
    var app = new TinyApp(folder, "tiny");
    var bystander = new ProcessBuilder("sleep", "120").start();
    try {
      long orphan;
      try (var killed = Up.start(folder, app.file())) {
        killed.awaitReady("tiny", 1, Duration.ofSeconds(60));
        orphan = pid(killed, app);
        killed.kill();
      }
      assertThat(isRunning(orphan)).as("left by the killed up").isTrue();
      try (var next = Up.start(folder, app.file())) {
        next.awaitReady("tiny", 1, Duration.ofSeconds(60));
        assertThat(pid(next, app)).isNotEqualTo(orphan);
        assertThat(isRunning(orphan)).as("after the next up").isFalse();
        assertThat(bystander.isAlive()).isTrue();
      }
    } finally {
      bystander.destroy();
    }
  }

  @Test
  void aRunningUpKeepsItsReplicasWhenASecondOneStarts(@TempDir Path folder) throws Exception {
    var one = new TinyApp(folder, "one");
    var two = new TinyApp(folder, "two");
    try (var first = Up.start(folder, one.file())) {
      first.awaitReady("one", 1, Duration.ofSeconds(60));
      var replica = pid(first, one);
      try (var second = Up.start(folder, two.file())) {
        second.awaitReady("two", 1, Duration.ofSeconds(60));
        assertThat(pid(first, one)).isEqualTo(replica);
      }
      assertThat(pid(first, one)).isEqualTo(replica);
    }
  }

  /**
   * Whether the process runs. One that has ended stays in the list of processes until its parent,
   * for an orphan the machine's first process, has asked how.
   */
  private static boolean isRunning(long pid) {
    return ProcessKey.of(pid).isPresent();
  }

  private static long pid(Up up, TinyApp app) throws Exception {
    try (var connection = new HttpConnection(up.port())) {
      return new ObjectMapper()
          .readTree(connection.get(app.host(), "/").body())
          .at("/pid")
          .asLong();
    }
  }
}
