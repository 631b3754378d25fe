package io.scaledapp.operator.autoscaler;

import java.time.Duration;
import java.util.List;

/**
 * How the count may move in one direction, in the words of the Kubernetes HPA v2.
 *
 * @param stabilization the count moves no further than every recommendation of this time would have
 *     it; zero moves at once
 * @param select which of several rules holds
 * @param rules never empty unless {@code select} is DISABLED
 * @param tolerance the load may differ from what the present count is meant to carry by this share
 *     before the count moves; 0.1 is 10 %
 */
public record ScalingRules(
    Duration stabilization, Select select, List<ScalingRule> rules, double tolerance) {

  /** Of the present count: the tolerance of the HPA's controller. */
  public static final double DEFAULT_TOLERANCE = 0.1;

  /**
   * A thousandfold a step, as Knative's max-scale-up-rate: the HPA's default of doubling each 15 s
   * would take a minute to follow what a panic asks for.
   */
  public static final ScalingRules DEFAULT_UP =
      new ScalingRules(
          Duration.ZERO,
          Select.MAX,
          List.of(new ScalingRule(ScalingRule.Unit.PERCENT, 100_000, Duration.ofSeconds(15))),
          DEFAULT_TOLERANCE);

  /** All at once if need be, as the HPA's: what is held is held by {@link Hold}. */
  public static final ScalingRules DEFAULT_DOWN =
      new ScalingRules(
          Duration.ZERO,
          Select.MAX,
          List.of(new ScalingRule(ScalingRule.Unit.PERCENT, 100, Duration.ofSeconds(15))),
          DEFAULT_TOLERANCE);

  public ScalingRules {
    rules = List.copyOf(rules);
  }

  /** Which of several rules holds. */
  public enum Select {
    /** The one that allows the largest change. */
    MAX,
    /** The one that allows the smallest change. */
    MIN,
    /** No change in this direction. */
    DISABLED
  }
}
