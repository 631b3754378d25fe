package io.scaledapp.balancer.upstream;

import java.time.Duration;

/**
 * The time in which an endpoint's work is to end. What lives on it for long ends spread over its
 * latter half, so that the clients do not all come back at once, and some time before its end,
 * since whoever ends the endpoint began to count earlier.
 *
 * @param since monotonic nanoseconds
 * @param nanos how long it lasts, more than 0
 */
record Drain(long since, long nanos) {
  private static final double FIRST = 0.5;
  private static final double LAST = 0.85;
  private static final double FORCED = 0.95;

  /**
   * How long something goes on before its end is looked for.
   *
   * @param now monotonic nanoseconds
   * @param random 0 to 1, its own
   * @return at least 0
   */
  Duration untilEnd(long now, double random) {
    return until(now, FIRST + (LAST - FIRST) * random);
  }

  /** How long it may go on at most, at least 0. */
  Duration untilForced(long now) {
    return until(now, FORCED);
  }

  private Duration until(long now, double share) {
    return Duration.ofNanos(Math.max(0, (long) (nanos * share) - (now - since)));
  }
}
