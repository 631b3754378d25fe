package io.scaledapp.operator.autoscaler;

import io.scaledapp.operator.autoscaler.Decision.Limit;
import io.scaledapp.operator.autoscaler.Season.Expected;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the time until a replica that is decided now is ready.
 *
 * @param startup how long that takes
 * @param trend where the load goes
 * @param ahead how far to look, in seconds: a start, and what the mean of the latest seconds lags
 *     behind
 * @param season what the time of day or week brings
 * @param expected what of that is near; null for nothing
 */
record Outlook(
    StartupTime startup, Trend trend, double ahead, Season season, @Nullable Expected expected) {

  private static final Duration WINDOW = Duration.ofSeconds(6);

  /** What a start is taken to last while none was seen, in seconds. */
  private static final double STARTUP_AT_FIRST = 15;

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
    var now = situation.now();
    var startup = before.startup().seen(situation.observed().ready(), now);
    var lag = window(situation.policy()).toMillis() / 2_000.0;
    var ahead = startup.seconds() + lag;
    var season = season(situation, demand);
    return new Outlook(
        startup,
        before.trend().seen(demand.load(), ahead, now),
        ahead,
        season,
        season.expected(now, seasonAhead(situation.policy(), startup)));
  }

  private static Season season(Situation situation, Demand demand) {
    var before = situation.state().season();
    var active = demand.load() > 0 || situation.isActive();
    return situation.isLatestLoadKnown()
        ? before.seen(demand.load(), active, situation.now())
        : before.unwatched(situation.now());
  }

  /** How far ahead the season is looked at. */
  static Duration seasonAhead(ScalingPolicy policy, StartupTime startup) {
    var start = startup.seconds() == 0 ? STARTUP_AT_FIRST : startup.seconds();
    return Duration.ofMillis((long) (start * 1_000)).plus(window(policy).dividedBy(2));
  }

  /** A load that rises as it is forecast to finds its replicas ready. */
  Proposal apply(Proposal proposal) {
    var load = trend.ahead(ahead);
    var count = (int) Math.ceil(load);
    var byTrend =
        load > trend.load() && count > proposal.count()
            ? new Proposal(count, words(), Limit.NONE)
            : proposal;
    return expected != null && expected.count() > byTrend.count()
        ? new Proposal(expected.count(), expected.words(), Limit.NONE)
        : byTrend;
  }

  /** Whether replicas are to be there before there is load. */
  boolean expectsLoad() {
    return expected != null;
  }

  private String words() {
    return "forecast: the load of %.1f replicas rises by %.2f a second, and a start takes %.1f s"
        .formatted(trend.load(), trend.perSecond(), startup.seconds());
  }
}
