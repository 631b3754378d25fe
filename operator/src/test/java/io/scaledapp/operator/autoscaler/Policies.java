package io.scaledapp.operator.autoscaler;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Policies for tests, made from the defaults by small steps. */
record Policies(
    @Nullable FixedCount fixed,
    int min,
    int max,
    List<Schedule> schedules,
    List<Target> targets,
    Duration stableWindow,
    Hold hold,
    @Nullable Fallback fallback,
    Duration scaleToZeroAfter,
    ScalingRules up,
    ScalingRules down) {

  static Policies between(int min, int max) {
    return new Policies(
        null,
        min,
        max,
        List.of(),
        List.of(new Target(LoadMetric.CONCURRENCY, 50)),
        Duration.ofSeconds(60),
        Hold.NONE,
        null,
        Duration.ofSeconds(60),
        ScalingRules.DEFAULT_UP,
        ScalingRules.DEFAULT_DOWN);
  }

  Policies fixedAt(int count) {
    var fixed = new FixedCount(count, "spec.replicas");
    return new Policies(
        fixed,
        min,
        max,
        schedules,
        targets,
        stableWindow,
        hold,
        fallback,
        scaleToZeroAfter,
        up,
        down);
  }

  Policies scheduled(Schedule... some) {
    return new Policies(
        fixed,
        min,
        max,
        List.of(some),
        targets,
        stableWindow,
        hold,
        fallback,
        scaleToZeroAfter,
        up,
        down);
  }

  Policies by(Target... some) {
    return new Policies(
        fixed,
        min,
        max,
        schedules,
        List.of(some),
        stableWindow,
        hold,
        fallback,
        scaleToZeroAfter,
        up,
        down);
  }

  Policies holding(Hold some) {
    return new Policies(
        fixed,
        min,
        max,
        schedules,
        targets,
        stableWindow,
        some,
        fallback,
        scaleToZeroAfter,
        up,
        down);
  }

  Policies fallingBack(Fallback to) {
    return new Policies(
        fixed, min, max, schedules, targets, stableWindow, hold, to, scaleToZeroAfter, up, down);
  }

  /** As a ScaledApp that says nothing has it. */
  Policies reactingIn(int seconds) {
    var window = Duration.ofSeconds(seconds);
    return new Policies(
        fixed, min, max, schedules, targets, window, hold, fallback, scaleToZeroAfter, up, down);
  }

  Policies zeroAfter(int seconds) {
    return new Policies(
        fixed,
        min,
        max,
        schedules,
        targets,
        stableWindow,
        hold,
        fallback,
        Duration.ofSeconds(seconds),
        up,
        down);
  }

  Policies up(ScalingRules rules) {
    return new Policies(
        fixed,
        min,
        max,
        schedules,
        targets,
        stableWindow,
        hold,
        fallback,
        scaleToZeroAfter,
        rules,
        down);
  }

  Policies down(ScalingRules rules) {
    return new Policies(
        fixed,
        min,
        max,
        schedules,
        targets,
        stableWindow,
        hold,
        fallback,
        scaleToZeroAfter,
        up,
        rules);
  }

  ScalingPolicy policy() {
    return new ScalingPolicy(
        fixed,
        min,
        max,
        schedules,
        targets,
        stableWindow,
        Duration.ofSeconds(6),
        2,
        hold,
        fallback,
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
