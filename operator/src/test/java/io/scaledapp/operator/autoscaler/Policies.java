package io.scaledapp.operator.autoscaler;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Policies for tests, made from the defaults by small steps. */
record Policies(
    @Nullable FixedCount fixed,
    int min,
    int max,
    List<Target> targets,
    Duration stableWindow,
    Hold hold,
    Duration scaleToZeroAfter,
    ScalingRules up,
    ScalingRules down) {

  static Policies between(int min, int max) {
    return new Policies(
        null,
        min,
        max,
        List.of(new Target(LoadMetric.CONCURRENCY, 50)),
        Duration.ofSeconds(60),
        Hold.NONE,
        Duration.ofSeconds(60),
        ScalingRules.DEFAULT_UP,
        ScalingRules.DEFAULT_DOWN);
  }

  Policies fixedAt(int count) {
    var fixed = new FixedCount(count, "spec.replicas");
    return new Policies(fixed, min, max, targets, stableWindow, hold, scaleToZeroAfter, up, down);
  }

  Policies by(Target... some) {
    return new Policies(
        fixed, min, max, List.of(some), stableWindow, hold, scaleToZeroAfter, up, down);
  }

  Policies holding(Hold some) {
    return new Policies(fixed, min, max, targets, stableWindow, some, scaleToZeroAfter, up, down);
  }

  /** As a ScaledApp that says nothing has it. */
  Policies reactingIn(int seconds) {
    var window = Duration.ofSeconds(seconds);
    return new Policies(fixed, min, max, targets, window, hold, scaleToZeroAfter, up, down);
  }

  Policies zeroAfter(int seconds) {
    return new Policies(
        fixed, min, max, targets, stableWindow, hold, Duration.ofSeconds(seconds), up, down);
  }

  Policies up(ScalingRules rules) {
    return new Policies(
        fixed, min, max, targets, stableWindow, hold, scaleToZeroAfter, rules, down);
  }

  Policies down(ScalingRules rules) {
    return new Policies(fixed, min, max, targets, stableWindow, hold, scaleToZeroAfter, up, rules);
  }

  ScalingPolicy policy() {
    return new ScalingPolicy(
        fixed,
        min,
        max,
        targets,
        stableWindow,
        Duration.ofSeconds(6),
        2,
        hold,
        scaleToZeroAfter,
        up,
        down);
  }

  static ScalingRules rules(
      int stabilizationSeconds, ScalingRules.Select select, ScalingRule... rules) {
    return new ScalingRules(Duration.ofSeconds(stabilizationSeconds), select, List.of(rules), 0.1);
  }

  static ScalingRule replicas(int value, int seconds) {
    return new ScalingRule(ScalingRule.Unit.REPLICAS, value, Duration.ofSeconds(seconds));
  }

  static ScalingRule percent(int value, int seconds) {
    return new ScalingRule(ScalingRule.Unit.PERCENT, value, Duration.ofSeconds(seconds));
  }
}
