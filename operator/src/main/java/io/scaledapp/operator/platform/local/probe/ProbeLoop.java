package io.scaledapp.operator.platform.local.probe;

import java.time.Duration;
import java.util.Optional;

/** The attempts of one probe on one process, one after the other. For one thread. */
final class ProbeLoop {
  /** A command is a process each time, so it is never run more often than this. */
  private static final Duration QUICKEST_EXEC = Duration.ofMillis(500);

  private final ProbeSpec spec;
  private final Target target;
  private final Checker checker;
  private final Duration quickPeriod;
  private final long startedAt;
  private final Thresholds thresholds;
  private long nextAttempt;

  ProbeLoop(ProbeSpec spec, Target target, Checker checker, Duration quickPeriod, long startedAt) {
    this.spec = spec;
    this.target = target;
    this.checker = checker;
    this.quickPeriod = quickPeriod;
    this.startedAt = startedAt;
    this.thresholds = new Thresholds(spec);
    this.nextAttempt = startedAt + spec.initialDelay().toNanos();
  }

  /**
   * Probes quickly until the process passes for the first time, or fails for good.
   *
   * @return why it failed, or nothing when it passed
   */
  Optional<String> awaitFirstPass() throws InterruptedException {
    var nextCounted = nextAttempt;
    while (true) {
      var counts = nextAttempt - nextCounted >= 0;
      var failure = attempt();
      if (failure.isEmpty()) {
        if (thresholds.passed()) {
          return Optional.empty();
        }
        continue;
      }
      nextAttempt = System.nanoTime() + untilQuickAttempt();
      if (counts) {
        nextCounted += spec.period().toNanos();
        if (thresholds.failed()) {
          return failure;
        }
      }
    }
  }

  /** Probes until there are enough failures in a row; returns the last one's reason. */
  String awaitFailure() throws InterruptedException {
    while (true) {
      var failure = attempt();
      if (failure.isEmpty()) {
        thresholds.passed();
      } else if (thresholds.failed()) {
        return failure.get();
      }
    }
  }

  /** Probes until there are enough successes in a row. */
  void awaitRecovery() throws InterruptedException {
    while (true) {
      if (attempt().isPresent()) {
        thresholds.failed();
      } else if (thresholds.passed()) {
        return;
      }
    }
  }

  /** Waits for the time of the next attempt, makes it, and plans the one after it. */
  private Optional<String> attempt() throws InterruptedException {
    Thread.sleep(Duration.ofNanos(Math.max(0, nextAttempt - System.nanoTime())));
    nextAttempt = System.nanoTime() + spec.period().toNanos();
    return checker.attempt(spec.check(), target, spec.timeout());
  }

  /**
   * Nanoseconds: a twentieth of the age of the process, so that readiness is seen at most 5 % late
   * and yet a process that is never ready is not asked for ever as often as a young one.
   */
  private long untilQuickAttempt() {
    var least = spec.check() instanceof Check.Exec ? QUICKEST_EXEC : quickPeriod;
    var wait = Math.max(least.toNanos(), (System.nanoTime() - startedAt) / 20);
    return Math.min(wait, spec.period().toNanos());
  }
}
