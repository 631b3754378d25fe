package io.scaledapp.operator.platform.local.process;

import io.scaledapp.operator.platform.local.log.LogSink;
import io.scaledapp.operator.platform.local.log.OutputPump;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;

/**
 * A started process with all that it starts itself, and its output. What ends it belongs to one
 * thread; the rest may be called from any.
 */
public final class RunningProcess {
  /** The outputs end with the processes, unless one of them hangs in the kernel. */
  private static final Duration OUTPUT_LIMIT = Duration.ofSeconds(1);

  private final long startedAt = System.nanoTime();
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private final List<ProcessKey> roots;
  private final String marker;
  private final ProcessTree tree;
  private final OutputPump output;

  private RunningProcess(
      Process process, String marker, LogSink sink, InstantSource clock, IntConsumer onExit) {
    this.roots = ProcessKey.of(process.pid()).stream().toList();
    this.marker = marker;
    this.tree = new ProcessTree(roots, marker);
    this.output = OutputPump.start(process, sink, clock);
    Thread.ofVirtual().name("exit of " + process.pid()).start(() -> completeExit(process, onExit));
  }

  /**
   * Starts a process.
   *
   * @param marker {@code NAME=value} of its environment that no other process has
   * @param onExit is given the exit code as soon as the process has ended
   */
  public static RunningProcess start(
      Launcher launcher,
      Launch launch,
      String marker,
      LogSink sink,
      InstantSource clock,
      IntConsumer onExit)
      throws StartException {
    return new RunningProcess(launcher.start(launch), marker, sink, clock, onExit);
  }

  /** Since the start. */
  public Duration age() {
    return Duration.ofNanos(System.nanoTime() - startedAt);
  }

  /** Ends the process and what it started: SIGTERM, and SIGKILL after {@code grace}. */
  public void stop(Duration grace) throws InterruptedException {
    tree.stop(grace);
  }

  /** Ends at once what is left of it, and reads the rest of the output. */
  public void clear() throws InterruptedException {
    tree.kill();
    output.awaitEnd(OUTPUT_LIMIT);
  }

  /** The end of the output in one line, for a message; empty if there was none. */
  public String lastOutput() {
    var lines = output.lastLines();
    return lines.isEmpty() ? "" : ": " + String.join(" | ", lines);
  }

  /** The end of both outputs, by lines. */
  public List<String> lastLines() {
    return output.lastLinesOfBoth();
  }

  /** Where it listens, with all that it started; empty where the system does not tell. */
  public List<ListeningSocket> listening() {
    var processes = new ProcessTree(roots, marker).look().keySet();
    return ListeningSockets.of(processes.stream().map(ProcessKey::pid).toList());
  }

  /** Waits for the end of the process; gives its exit code, or nothing when the time is over. */
  public OptionalInt awaitExit(Duration limit) throws InterruptedException {
    try {
      return OptionalInt.of(exit.get(limit.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return OptionalInt.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("nobody interrupts the thread that waits for the exit", e);
    }
  }

  private void completeExit(Process process, IntConsumer onExit) {
    try {
      var code = process.waitFor();
      exit.complete(code);
      onExit.accept(code);
    } catch (InterruptedException e) {
      exit.completeExceptionally(e);
    }
  }
}
