package io.scaledapp.operator.autoscaler;

import io.scaledapp.operator.autoscaler.Decision.Limit;
import java.time.Duration;

/**
 * What is known of the time until a replica that is decided now is ready.
 *
 * @param startup how long that takes
 * @param trend where the load goes
 * @param ahead how far to look, in seconds: a start, and what the mean of the latest seconds lags
 *     behind
 */
record Outlook(StartupTime startup, Trend trend, double ahead) {

  private static final Duration WINDOW = Duration.ofSeconds(6);

  /**
   * What the load is averaged over to see where it goes: a step in a longer mean would look like a
   * rise that goes on.
   */
  static Duration window(ScalingPolicy policy) {
    return policy.stableWindow().compareTo(WINDOW) < 0 ? policy.stableWindow() : WINDOW;
  }

  /** Learns from what is ready, and from the load. */
  static Outlook of(Situation situation, Demand demand) {
    var before = situation.state();
    var startup = before.startup().seen(situation.observed().ready(), situation.now());
    var lag = window(situation.policy()).toMillis() / 2_000.0;
    var ahead = startup.seconds() + lag;
    return new Outlook(startup, before.trend().seen(demand.load(), ahead, situation.now()), ahead);
  }

  /** A load that rises as it is forecast to finds its replicas ready. */
  Proposal apply(Proposal proposal) {
    var load = trend.ahead(ahead);
    var count = (int) Math.ceil(load);
    return load > trend.load() && count > proposal.count()
        ? new Proposal(count, words(), Limit.NONE)
        : proposal;
  }

  private String words() {
    return "forecast: the load of %.1f replicas rises by %.2f a second, and a start takes %.1f s"
        .formatted(trend.load(), trend.perSecond(), startup.seconds());
  }
}
