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

  /** Whether every balancer's load of this second is known. */
  boolean isLatestLoadKnown() {
    return history.isCompleteBetween(now, now);
  }

  /** Whether every balancer's load was known over the window that ends now. */
  boolean isLoadKnownOver(Duration window) {
    return history.isCompleteBetween(now.minus(window), now);
  }

  /** The load of a window; of requests at once, less what they had to wait. */
  double mean(LoadMetric metric, Duration window) {
    var from = now.minus(window).isAfter(state.loadSince()) ? now.minus(window) : state.loadSince();
    return metric == LoadMetric.CONCURRENCY
        ? history.offeredSince(from)
        : history.meanSince(from, metric);
  }

  /** Requests at once that it takes to clear what waits. */
  double backlog(LoadMetric metric) {
    return metric == LoadMetric.CONCURRENCY ? history.backlog() : 0;
  }
}
