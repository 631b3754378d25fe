package io.scaledapp.operator.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.admin.LogSource;
import io.scaledapp.operator.platform.local.log.LogLimits;
import io.scaledapp.operator.platform.local.log.LogSink;
import io.scaledapp.operator.platform.local.log.Logs;
import io.scaledapp.operator.platform.local.log.OutputPump;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ReplicaLogsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Logs logs;
  private ReplicaLogs source;

  @BeforeEach
  void open(@TempDir Path folder) {
    logs = new Logs(folder, LogLimits.DEFAULT);
    source = new ReplicaLogs(logs);
  }

  @AfterEach
  void close() {
    logs.close();
  }

  @Test
  void pastLinesComeWithTheirReplicaAndEnd() throws Exception {
    print(logs.replica("a", 0), "one", "two");
    print(logs.replica("b", 1), "three");
    try (var lines = source.open(null, false)) {
      assertThat(all(lines)).containsExactly("a-0 | one", "a-0 | two", "b-1 | three");
    }
    try (var lines = source.open("b", false)) {
      assertThat(all(lines)).containsExactly("b-1 | three");
    }
  }

  @Test
  void followingGoesOnFromThePast() throws Exception {
    print(logs.replica("a", 0), "past");
    try (var lines = source.open("a", true)) {
      assertThat(lines.next(PATIENCE)).isEqualTo("a-0 | past");
      assertThat(lines.next(Duration.ofMillis(1))).isNull();
      print(logs.replica("b", 0), "other");
      print(logs.replica("a", 1), "present");
      assertThat(lines.next(PATIENCE)).isEqualTo("a-1 | present");
      assertThat(lines.ended()).isFalse();
    }
  }

  @Test
  void readerThatGoesWithLinesUnreadHoldsNobodyUp() throws Exception {
    var lines = source.open("a", true);
    print(logs.replica("a", 0), "unread", "unread too");
    lines.close();
    print(logs.replica("a", 1), "later");
    try (var again = source.open("a", false)) {
      assertThat(all(again)).contains("a-1 | later");
    }
  }

  private static List<String> all(LogSource.Lines lines) throws InterruptedException {
    var result = new ArrayList<String>();
    while (!lines.ended()) {
      result.add(String.valueOf(lines.next(PATIENCE)));
    }
    return result;
  }

  private static void print(LogSink sink, String... lines)
      throws IOException, InterruptedException {
    try (sink) {
      var process = new ProcessBuilder("printf", "%s\\n").command();
      process.addAll(List.of(lines));
      var pump =
          OutputPump.start(new ProcessBuilder(process).start(), sink, InstantSource.system());
      pump.awaitEnd(PATIENCE);
    }
  }
}
