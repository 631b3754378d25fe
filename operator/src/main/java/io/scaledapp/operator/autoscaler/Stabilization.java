package io.scaledapp.operator.autoscaler;

import io.scaledapp.operator.autoscaler.AutoscalerState.Recommendation;
import io.scaledapp.operator.autoscaler.Decision.Limit;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** The HPA's stabilization windows: move no further than each recommendation of a time allows. */
final class Stabilization {

  private Stabilization() {}

  /** The recommendations to look at, with this moment's own. */
  static List<Recommendation> remember(int count, Situation situation) {
    var up = situation.policy().up().stabilization();
    var down = situation.policy().down().stabilization();
    var longer = up.compareTo(down) > 0 ? up : down;
    return situation.state().recommendationsWith(count, longer, situation.now());
  }

  static Proposal apply(
      Proposal proposal, List<Recommendation> recommendations, Situation situation) {
    var present = situation.present();
    var policy = situation.policy();
    if (proposal.count() > present) {
      var lowest = within(policy.up().stabilization(), recommendations, situation).min();
      return proposal.atMost(Math.max(present, lowest.orElse(present)), Limit.SCALE_UP_RULES);
    }
    var highest = within(policy.down().stabilization(), recommendations, situation).max();
    return proposal.atLeast(Math.min(present, highest.orElse(present)), Limit.SCALE_DOWN_RULES);
  }

  private static IntStream within(
      Duration window, List<Recommendation> recommendations, Situation situation) {
    var from = situation.now().minus(window);
    return recommendations.stream()
        .filter(one -> !one.until().isBefore(from))
        .mapToInt(Recommendation::count);
  }
}
