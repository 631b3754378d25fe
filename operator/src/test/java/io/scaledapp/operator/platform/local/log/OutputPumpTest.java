package io.scaledapp.operator.platform.local.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.platform.local.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputPumpTest {
  private final Path folder;
  private final Logs logs;
  private final LogSink sink;
  private final List<Process> processes = new ArrayList<>();

  OutputPumpTest(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.logs = new Logs(folder, LogLimits.DEFAULT);
    this.sink = logs.replica("shop", 0);
  }

  @AfterEach
  void close() {
    processes.forEach(Process::destroyForcibly);
    sink.close();
    logs.close();
  }

  @Test
  void bothOutputsAreKeptToTheirLastLine() throws Exception {
    var pump = start("echo out; echo err >&2; printf 'no end'");
    pump.awaitEnd(Duration.ofSeconds(20));

    assertThat(kept()).containsExactlyInAnyOrder("out", "err", "no end");
    assertThat(pump.lastLines()).containsExactly("err");
  }

  @Test
  void beginningOfALineShowsBeforeItsEnd() throws Exception {
    start("printf 'password: '; read answer");

    Await.until(this::kept, lines -> lines.contains("password: "));
  }

  @Test
  void lastLinesLeaveOutStackFrames() throws Exception {
    var pump =
        start(
            """
            exec >&2
            echo 'Error: no database'
            for i in 1 2 3 4 5 6 7 8 9; do echo "    at frame.$i"; done
            echo '    ... 12 more'
            echo 'Node.js v20'
            """);
    pump.awaitEnd(Duration.ofSeconds(20));

    assertThat(pump.lastLines()).containsExactly("Error: no database", "Node.js v20");
  }

  @Test
  void childThatOutlivesItsParentCanStillPrint() throws Exception {
    var parent =
        process(
            "(for i in 1 2 3 4 5; do sleep 0.1; echo child $i; done; echo survived) & read end");
    OutputPump.start(parent, sink, InstantSource.system());
    Await.until(this::kept, lines -> lines.contains("child 1"));

    parent.getOutputStream().close();

    parent.waitFor();
    Await.until(this::kept, lines -> lines.contains("survived"));
  }

  private OutputPump start(String script) throws Exception {
    return OutputPump.start(process(script), sink, InstantSource.system());
  }

  private Process process(String script) throws Exception {
    var process = new ProcessBuilder("sh", "-c", script).directory(folder.toFile()).start();
    processes.add(process);
    return process;
  }

  private List<String> kept() {
    try {
      return logs.tail("shop", 100).stream().map(LogLine::text).toList();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
