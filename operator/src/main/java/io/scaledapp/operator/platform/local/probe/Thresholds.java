package io.scaledapp.operator.platform.local.probe;

/** Counts results in a row, and says when they change the state. Not for several threads. */
final class Thresholds {
  private final int success;
  private final int failure;
  private int successes;
  private int failures;

  Thresholds(ProbeSpec spec) {
    this.success = spec.successThreshold();
    this.failure = spec.failureThreshold();
  }

  /** Counts a success; returns whether there are enough in a row. */
  boolean passed() {
    failures = 0;
    return ++successes >= success;
  }

  /** Counts a failure; returns whether there are enough in a row. */
  boolean failed() {
    successes = 0;
    return ++failures >= failure;
  }
}
