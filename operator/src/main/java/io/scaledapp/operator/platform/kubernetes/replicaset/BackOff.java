package io.scaledapp.operator.platform.kubernetes.replicaset;

import java.time.Duration;

/** How long to wait before a call is made again. Pure. */
final class BackOff {

  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** A refusal lasts until somebody changes something, such as a quota or a right. */
  static final Duration REFUSED = Duration.ofSeconds(5);

  private static final int LAST_DOUBLING = 20;

  private BackOff() {}

  /**
   * The wait after some failures in a row.
   *
   * @param failures at least 1
   */
  static Duration after(int failures) {
    var wait = FIRST.multipliedBy(1L << Math.min(failures - 1, LAST_DOUBLING));
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
