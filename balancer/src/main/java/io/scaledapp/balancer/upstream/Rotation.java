package io.scaledapp.balancer.upstream;

import io.scaledapp.balancer.control.OutlierDetection;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** Which ready endpoints get new requests, and how many: decisions without effects. */
final class Rotation {
  /** What a weight of 1 is in {@link UpstreamEndpoint#weight}, so that there is less than 1. */
  static final int WEIGHT_UNIT = 100;

  /** Of its whole share, what a new endpoint gets at least (Envoy's {@code min_weight_percent}). */
  private static final double LEAST_SHARE = 0.1;

  private Rotation() {}

  /** What is done about an endpoint that failed too often. */
  enum Verdict {
    EJECT,
    KEEP,
    /** All that could take its place fail too, so that ejected ones are as good. */
    RETURN_ALL
  }

  /** Those in rotation; if there are none, the healthy ones, and if there are none, all. */
  static List<UpstreamEndpoint> of(List<UpstreamEndpoint> ready) {
    var sound = only(ready, endpoint -> endpoint.isHealthy() && !endpoint.isEjected());
    if (!sound.isEmpty()) {
      return sound;
    }
    var healthy = only(ready, UpstreamEndpoint::isHealthy);
    return healthy.isEmpty() ? ready : healthy;
  }

  private static List<UpstreamEndpoint> only(
      List<UpstreamEndpoint> endpoints, Predicate<UpstreamEndpoint> wanted) {
    return endpoints.stream().allMatch(wanted)
        ? endpoints
        : endpoints.stream().filter(wanted).toList();
  }

  /**
   * Whether an endpoint that failed too often is ejected.
   *
   * @param ready how many endpoints there are
   * @param ejected how many of them are out
   * @param sound how many in rotation do not fail
   */
  static Verdict judge(OutlierDetection policy, int ready, int ejected, int sound) {
    if (policy.maxEjectionPercent() == 0) {
      return Verdict.KEEP;
    }
    if (sound == 0) {
      return ejected > 0 ? Verdict.RETURN_ALL : Verdict.KEEP;
    }
    int most = Math.max(1, ready * policy.maxEjectionPercent() / 100);
    return ejected < most ? Verdict.EJECT : Verdict.KEEP;
  }

  /**
   * The weight of an endpoint that has been ready for a time: it grows evenly until {@code
   * slowStart} has passed (Envoy's slow start with an aggression of 1).
   *
   * @param weight the whole
   */
  static int weight(int weight, long readyNanos, Duration slowStart) {
    int whole = weight * WEIGHT_UNIT;
    long nanos = slowStart.toNanos();
    if (readyNanos >= nanos) {
      return whole;
    }
    return (int) Math.max(1, whole * Math.max(LEAST_SHARE, (double) readyNanos / nanos));
  }
}
