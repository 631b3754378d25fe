package io.scaledapp.operator.app.canary;

import io.scaledapp.balancer.control.LatencyBuckets;

/** What a revision may have made of its requests. */
final class Tallies {
  private Tallies() {}

  /** Requests of which some failed, each answered within the same time. */
  static Tally of(int requests, int errors, double millis) {
    return of(requests, errors, millis, 0, millis);
  }

  /** The same, of which {@code slow} were answered within {@code slowMillis}. */
  static Tally of(int requests, int errors, double millis, int slow, double slowMillis) {
    var latency = new long[LatencyBuckets.COUNT];
    latency[LatencyBuckets.of((long) (millis * 1e6))] += requests - slow;
    latency[LatencyBuckets.of((long) (slowMillis * 1e6))] += slow;
    return new Tally(requests, errors, latency);
  }
}
