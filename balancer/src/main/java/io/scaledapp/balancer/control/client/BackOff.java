package io.scaledapp.balancer.control.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long after each failure up to a bound, and of
 * that a random part between half and all, so that many do not come at once.
 */
final class BackOff {
  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;
  private Duration next;

  BackOff(Duration first, Duration longest, RandomGenerator random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
    next = first;
  }

  /** An attempt failed: how long to wait before the next one. */
  Duration failed() {
    long whole = next.toNanos();
    var doubled = next.multipliedBy(2);
    next = doubled.compareTo(longest) < 0 ? doubled : longest;
    return Duration.ofNanos(random.nextLong(whole / 2, whole + 1));
  }

  /** An attempt succeeded. */
  void reset() {
    next = first;
  }
}
