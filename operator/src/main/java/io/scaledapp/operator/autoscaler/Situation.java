package io.scaledapp.operator.autoscaler;

import java.time.Duration;
import java.time.Instant;

/** Everything that one decision looks at. */
record Situation(
    ScalingPolicy policy,
    Observed observed,
    LoadHistory history,
    AutoscalerState state,
    Instant now) {

  /** The count decided last. */
  int present() {
    return state.desired();
  }

  /** Whether there is load now, be it a request that waits. */
  boolean isActive() {
    var latest = history.latest();
    return observed.held() > 0
        || (latest != null
            && latest.at().isAfter(state.loadSince())
            && !latest.isQuiet(policy.countsConnections()));
  }

  /** Whether every balancer's load was known over the window that ends now. */
  boolean isLoadKnownOver(Duration window) {
    return history.isCompleteBetween(now.minus(window), now);
  }

  double mean(LoadMetric metric, Duration window) {
    var from = now.minus(window);
    return history.meanSince(from.isAfter(state.loadSince()) ? from : state.loadSince(), metric);
  }
}
