package io.scaledapp.operator.autoscaler;

/**
 * What was seen of one bin so far.
 *
 * @param bin counted from 1970
 * @param watchedMillis how much of it was seen
 * @param load over that time, in replica-milliseconds
 * @param active whether there was any
 */
record Span(long bin, long watchedMillis, double load, boolean active) {

  /** Of a bin that was seen less, nothing is learned. */
  private static final double ENOUGH = 0.8;

  /** From then on its mean tells where the load is. */
  private static final long TELLS_MILLIS = 60_000;

  static Span of(long bin) {
    return new Span(bin, 0, 0, false);
  }

  Span with(double more, long millis, boolean wasActive) {
    return new Span(bin, watchedMillis + millis, load + more * millis, active || wasActive);
  }

  boolean isWhole() {
    return watchedMillis >= ENOUGH * Cycle.BIN.toMillis();
  }

  boolean tells() {
    return watchedMillis >= TELLS_MILLIS;
  }

  /** In replicas, on average; load of any size needs one. */
  double need() {
    return active ? Math.max(1, load / watchedMillis) : 0;
  }
}
