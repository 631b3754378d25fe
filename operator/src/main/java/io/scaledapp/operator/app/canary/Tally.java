package io.scaledapp.operator.app.canary;

import io.scaledapp.balancer.control.LatencyBuckets;
import io.scaledapp.balancer.control.RevisionLoad;
import java.util.stream.IntStream;

/**
 * What one side of a trial made of its requests.
 *
 * @param requests that were answered or failed
 * @param errors those of them that failed, or were answered with a server's error
 * @param latency answers in each of the {@link LatencyBuckets}
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
public record Tally(long requests, long errors, long[] latency) {

  /** Nothing yet. */
  public static final Tally NONE = new Tally(0, 0, new long[LatencyBuckets.COUNT]);

  Tally plus(Tally other) {
    var sum =
        IntStream.range(0, LatencyBuckets.COUNT).mapToLong(i -> latency[i] + other.latency[i]);
    return new Tally(requests + other.requests, errors + other.errors, sum.toArray());
  }

  /** What was added since {@code before}; all, if that is not part of it. */
  Tally since(Tally before) {
    if (before.requests > requests || before.errors > errors) {
      return this;
    }
    var more =
        IntStream.range(0, LatencyBuckets.COUNT)
            .mapToLong(i -> Math.max(0, latency[i] - before.latency[i]));
    return new Tally(requests - before.requests, errors - before.errors, more.toArray());
  }

  static Tally of(RevisionLoad load) {
    var latency = new long[LatencyBuckets.COUNT];
    for (var i = 0; i < Math.min(latency.length, load.latency().size()); i++) {
      latency[i] = load.latency().get(i);
    }
    return new Tally(load.requests(), load.errors(), latency);
  }

  /** 0 to 1. */
  double errorRate() {
    return requests == 0 ? 0 : (double) errors / requests;
  }

  long answers() {
    return IntStream.range(0, latency.length).mapToLong(i -> latency[i]).sum();
  }

  /**
   * The end of the bucket in which the quantile is, in milliseconds; 0 without answers.
   *
   * @param share 0 to 1
   */
  double quantileMillis(double share) {
    var rank = (long) Math.ceil(share * answers());
    for (var i = 0; i < latency.length && rank > 0; i++) {
      rank -= latency[i];
      if (rank <= 0) {
        return LatencyBuckets.end(i) / 1e6;
      }
    }
    return 0;
  }
}
