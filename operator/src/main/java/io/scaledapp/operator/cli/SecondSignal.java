package io.scaledapp.operator.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import sun.misc.Signal;

/**
 * Listens for a SIGINT or SIGTERM that comes while the program ends in order. The JVM turns the
 * first one into its shutdown and ignores the others; only {@link Signal}, of the module
 * jdk.unsupported, tells of them.
 */
final class SecondSignal {

  private static final Logger log = LoggerFactory.getLogger(SecondSignal.class);

  /** A terminal and a supervisor may both pass the same Ctrl-C on. */
  private static final Duration SAME = Duration.ofMillis(500);

  /** Ending at once takes no longer; what hangs is left to the next run. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final AtomicInteger exitCode = new AtomicInteger(CommandLine.ExitCode.OK);
  private final long since = System.nanoTime();
  private final Runnable act;

  private SecondSignal(Runnable act) {
    this.act = act;
  }

  /**
   * Begins to listen.
   *
   * @param act is called once, when the signal has come
   */
  static SecondSignal watch(Runnable act) {
    var second = new SecondSignal(act);
    for (var name : List.of("INT", "TERM")) {
      try {
        Signal.handle(new Signal(name), second::take);
      } catch (IllegalArgumentException e) {
        log.atDebug().addKeyValue("reason", e.getMessage()).log("a signal cannot be told");
      }
    }
    return second;
  }

  /** 0, or 128 and the number of the signal that came, as a shell tells it. */
  int exitCode() {
    return exitCode.get();
  }

  private void take(Signal signal) {
    var isSame = System.nanoTime() - since < SAME.toNanos();
    if (!isSame && exitCode.compareAndSet(CommandLine.ExitCode.OK, 128 + signal.getNumber())) {
      act.run();
      endWithin(LIMIT);
    }
  }

  private void endWithin(Duration limit) {
    try {
      Thread.sleep(limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(exitCode());
  }
}
