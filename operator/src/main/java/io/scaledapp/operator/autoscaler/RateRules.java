package io.scaledapp.operator.autoscaler;

import io.scaledapp.operator.autoscaler.AutoscalerState.Change;
import io.scaledapp.operator.autoscaler.Decision.Limit;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The HPA's scaling policies: how far the count may move within a period. */
final class RateRules {

  private RateRules() {}

  /** The changes that later moments have to look at, with the one from the present count. */
  static List<Change> remember(int count, Situation situation) {
    var longest =
        Stream.of(situation.policy().up(), situation.policy().down())
            .flatMap(rules -> rules.rules().stream())
            .map(ScalingRule::period)
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    var delta = count - situation.present();
    return situation.state().changesWith(delta, longest, situation.now());
  }

  static Proposal apply(Proposal proposal, Situation situation) {
    return proposal.count() > situation.present()
        ? proposal.atMost(highest(situation), Limit.SCALE_UP_RULES)
        : proposal.atLeast(lowest(situation), Limit.SCALE_DOWN_RULES);
  }

  private static int highest(Situation situation) {
    var rules = situation.policy().up();
    var present = situation.present();
    var limits = rules.rules().stream().mapToInt(rule -> highest(rule, situation));
    return switch (rules.select()) {
      case MAX -> Math.max(present, limits.max().orElse(present));
      case MIN -> Math.max(present, limits.min().orElse(present));
      case DISABLED -> present;
    };
  }

  private static int lowest(Situation situation) {
    var rules = situation.policy().down();
    var present = situation.present();
    var limits = rules.rules().stream().mapToInt(rule -> lowest(rule, situation));
    return switch (rules.select()) {
      case MAX -> Math.min(present, limits.min().orElse(present));
      case MIN -> Math.min(present, limits.max().orElse(present));
      case DISABLED -> present;
    };
  }

  private static int highest(ScalingRule rule, Situation situation) {
    var start = atStart(rule, situation);
    return switch (rule.unit()) {
      case REPLICAS -> start + rule.value();
      // A share of nothing is nothing: from zero the first step is one replica.
      case PERCENT -> Math.max(1, (int) Math.ceil(start * (1 + rule.value() / 100.0)));
    };
  }

  private static int lowest(ScalingRule rule, Situation situation) {
    var start = atStart(rule, situation);
    return switch (rule.unit()) {
      case REPLICAS -> Math.max(0, start - rule.value());
      case PERCENT -> Math.max(0, (int) (start * (1 - rule.value() / 100.0)));
    };
  }

  /** The count when the rule's period began. */
  private static int atStart(ScalingRule rule, Situation situation) {
    var begin = situation.now().minus(rule.period());
    var moved =
        situation.state().changes().stream()
            .filter(change -> change.at().isAfter(begin))
            .mapToInt(Change::delta)
            .sum();
    return situation.present() - moved;
  }
}
