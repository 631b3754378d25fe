package io.scaledapp.balancer.exchange;

import io.scaledapp.balancer.eventloop.Worker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * When the peers of a balancer that closes are told that it does: shortly before its connections
 * are cut, so that the words get through and nobody takes a FIN for the end of an answer.
 */
public final class LastWords {
  private static final Duration MARGIN = Duration.ofMillis(500);

  private LastWords() {}

  /** Runs {@code words} before the end of {@code grace}; at once if that is no time. */
  public static void schedule(Worker worker, Duration grace, Runnable words) {
    if (!grace.isPositive()) {
      words.run();
      worker.flushes().flush();
      return;
    }
    long margin = Math.min(MARGIN.toNanos(), grace.toNanos() / 4);
    Runnable task =
        () -> {
          words.run();
          worker.flushes().flush();
        };
    var unused = worker.eventLoop().schedule(task, grace.toNanos() - margin, TimeUnit.NANOSECONDS);
  }
}
