package io.scaledapp.operator.app.model;

import io.scaledapp.crds.v1alpha1.Behavior;
import io.scaledapp.crds.v1alpha1.Metric;
import io.scaledapp.crds.v1alpha1.MetricType;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import io.scaledapp.crds.v1alpha1.Scaling;
import io.scaledapp.operator.autoscaler.Fallback;
import io.scaledapp.operator.autoscaler.FixedCount;
import io.scaledapp.operator.autoscaler.Hold;
import io.scaledapp.operator.autoscaler.LoadMetric;
import io.scaledapp.operator.autoscaler.ScalingPolicy;
import io.scaledapp.operator.autoscaler.ScalingRule;
import io.scaledapp.operator.autoscaler.ScalingRules;
import io.scaledapp.operator.autoscaler.Schedule;
import io.scaledapp.operator.autoscaler.Target;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** From {@code spec.replicas} and {@code spec.scaling} to the autoscaler's policy. */
public final class ScalingMapping {

  private static final Duration STABLE_WINDOW = Duration.ofSeconds(6);
  private static final Duration PANIC_WINDOW = Duration.ofSeconds(2);
  private static final Duration SCALE_TO_ZERO_AFTER = Duration.ofSeconds(60);
  private static final int PANIC_THRESHOLD_PERCENT = 200;
  private static final Duration HOLD_WINDOW = Duration.ofMinutes(10);
  private static final Duration FALLBACK_AFTER = Duration.ofMinutes(3);
  private static final int HOLD_PERCENTILE = 95;
  private static final int MIN_REPLICAS = 1;
  private static final List<Metric> METRICS = List.of(new Metric(MetricType.CONCURRENCY, null));

  private static final Scaling NOTHING_SAID =
      new Scaling(null, null, null, null, null, null, null, null, null, null, null, null, null);

  private ScalingMapping() {}

  static ScalingPolicy policy(ScaledAppSpec spec, int defaultMaxReplicas) {
    return policy(orElse(spec.scaling(), NOTHING_SAID), fixed(spec), defaultMaxReplicas);
  }

  /**
   * The policy of an app whose count may be fixed.
   *
   * @throws IllegalArgumentException with the field, if it is invalid
   */
  public static ScalingPolicy policy(
      Scaling scaling, @Nullable FixedCount fixed, int defaultMaxReplicas) {
    var min = orElse(scaling.minReplicas(), MIN_REPLICAS);
    var stable =
        Durations.parse(scaling.stableWindow(), "spec.scaling.stableWindow", STABLE_WINDOW);
    var panic = Durations.parse(scaling.panicWindow(), "spec.scaling.panicWindow", PANIC_WINDOW);
    var behavior = orElse(scaling.behavior(), new Behavior(null, null));
    return new ScalingPolicy(
        fixed,
        min,
        orElse(scaling.maxReplicas(), Math.max(min, defaultMaxReplicas)),
        schedules(orElse(scaling.schedules(), List.of())),
        targets(scaling.metrics()),
        stable,
        panic.compareTo(stable) < 0 ? panic : stable,
        orElse(scaling.panicThresholdPercent(), PANIC_THRESHOLD_PERCENT) / 100.0,
        new Hold(
            Durations.parse(scaling.holdWindow(), "spec.scaling.holdWindow", HOLD_WINDOW),
            orElse(scaling.holdPercentile(), HOLD_PERCENTILE) / 100.0),
        fallback(scaling.fallback()),
        Durations.parse(
            scaling.scaleToZeroAfter(), "spec.scaling.scaleToZeroAfter", SCALE_TO_ZERO_AFTER),
        rules(behavior.scaleUp(), ScalingRules.DEFAULT_UP),
        rules(behavior.scaleDown(), ScalingRules.DEFAULT_DOWN));
  }

  /** For how long nothing must have been in flight on a victim that keeps its sessions. */
  static @Nullable Duration keepUntilIdle(ScaledAppSpec spec) {
    var told = orElse(spec.scaling(), NOTHING_SAID).keepUntilIdle();
    return told == null ? null : Durations.parse(told, "spec.scaling.keepUntilIdle", Duration.ZERO);
  }

  private static @Nullable FixedCount fixed(ScaledAppSpec spec) {
    var count = spec.fixedReplicas();
    return count == null
        ? null
        : new FixedCount(count, spec.suspended() ? "spec.suspend" : "spec.replicas");
  }

  /** Whether the autoscaler goes by how long answers take, so that balancers are to tell. */
  static boolean learnsTarget(ScaledAppSpec spec) {
    return spec.fixedReplicas() == null
        && targets(orElse(spec.scaling(), NOTHING_SAID).metrics()).stream()
            .anyMatch(Target::learned);
  }

  private static List<Target> targets(@Nullable List<Metric> metrics) {
    return (metrics == null || metrics.isEmpty() ? METRICS : metrics)
        .stream().map(ScalingMapping::target).toList();
  }

  private static Target target(Metric metric) {
    var type =
        switch (metric.type()) {
          case CONCURRENCY -> LoadMetric.CONCURRENCY;
          case CONNECTIONS -> LoadMetric.CONNECTIONS;
          case REQUEST_RATE -> LoadMetric.REQUEST_RATE;
        };
    if (metric.target() != null) {
      return new Target(type, metric.target());
    }
    if (type == LoadMetric.CONCURRENCY) {
      return Target.LEARNED;
    }
    throw new IllegalArgumentException("spec.scaling.metrics: " + metric.type() + " has no target");
  }

  private static List<Schedule> schedules(List<io.scaledapp.crds.v1alpha1.Schedule> schedules) {
    return IntStream.range(0, schedules.size())
        .mapToObj(index -> schedule(schedules.get(index), index))
        .toList();
  }

  private static Schedule schedule(io.scaledapp.crds.v1alpha1.Schedule schedule, int index) {
    try {
      var times = new CronTimes(schedule.start(), schedule.end(), schedule.timeZone());
      return new Schedule(schedule.name(), times, schedule.minReplicas());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "spec.scaling.schedules[" + index + "]." + e.getMessage(), e);
    }
  }

  private static @Nullable Fallback fallback(
      io.scaledapp.crds.v1alpha1.@Nullable Fallback fallback) {
    return fallback == null
        ? null
        : new Fallback(
            Durations.parse(fallback.after(), "spec.scaling.fallback.after", FALLBACK_AFTER),
            fallback.replicas());
  }

  private static ScalingRules rules(
      io.scaledapp.crds.v1alpha1.@Nullable ScalingRules rules, ScalingRules absent) {
    if (rules == null) {
      return absent;
    }
    var policies = rules.policies();
    var seconds = rules.stabilizationWindowSeconds();
    return new ScalingRules(
        seconds == null ? absent.stabilization() : Duration.ofSeconds(seconds),
        rules.selectPolicy() == null ? absent.select() : select(rules.selectPolicy()),
        policies == null || policies.isEmpty()
            ? absent.rules()
            : policies.stream().map(ScalingMapping::rule).toList(),
        orElse(rules.tolerance(), absent.tolerance()));
  }

  private static ScalingRules.Select select(io.scaledapp.crds.v1alpha1.SelectPolicy policy) {
    return switch (policy) {
      case MAX -> ScalingRules.Select.MAX;
      case MIN -> ScalingRules.Select.MIN;
      case DISABLED -> ScalingRules.Select.DISABLED;
    };
  }

  private static ScalingRule rule(io.scaledapp.crds.v1alpha1.ScalingRule rule) {
    var unit =
        switch (rule.type()) {
          case PODS -> ScalingRule.Unit.REPLICAS;
          case PERCENT -> ScalingRule.Unit.PERCENT;
        };
    return new ScalingRule(unit, rule.value(), Duration.ofSeconds(rule.periodSeconds()));
  }

  private static <T> T orElse(@Nullable T value, T absent) {
    return value == null ? absent : value;
  }
}
