package io.scaledapp.operator.platform.local.log;

import io.scaledapp.operator.platform.local.log.LogLine.Stream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Reads both outputs of a process to their end, whatever comes. */
public final class OutputPump {
  private final StreamPump stdout;
  private final StreamPump stderr;

  private OutputPump(StreamPump stdout, StreamPump stderr) {
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /** Begins to read. The sink must stay open until the outputs have ended. */
  public static OutputPump start(Process process, LogSink sink, InstantSource clock) {
    return new OutputPump(
        StreamPump.start(process.getInputStream(), Stream.STDOUT, sink, clock),
        StreamPump.start(process.getErrorStream(), Stream.STDERR, sink, clock));
  }

  /**
   * Waits until both outputs have ended; a process that inherited them may keep them open for long.
   */
  public void awaitEnd(Duration limit) throws InterruptedException {
    var deadline = System.nanoTime() + limit.toNanos();
    stdout.awaitEnd(limit);
    stderr.awaitEnd(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
  }

  /**
   * The last lines of the error output, or of the other one when it is silent; oldest first, cut to
   * a readable length, and without the frames of stack traces.
   */
  public List<String> lastLines() {
    var errors = stderr.lastLines();
    return errors.isEmpty() ? stdout.lastLines() : errors;
  }

  /** The last lines of the one output, and then of the other. */
  public List<String> lastLinesOfBoth() {
    var lines = new ArrayList<>(stdout.lastLines());
    lines.addAll(stderr.lastLines());
    return lines;
  }
}
