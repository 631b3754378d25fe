package io.scaledapp.operator.autoscaler;

import java.time.Duration;

/**
 * A change that is allowed within a period, as in the Kubernetes HPA v2.
 *
 * @param unit what {@code value} counts
 * @param value at least 1
 * @param period looked back over, at most half an hour
 */
public record ScalingRule(Unit unit, int value, Duration period) {

  /** What a rule's value counts. */
  public enum Unit {
    REPLICAS,
    /** Of the replicas there were when the period began. */
    PERCENT
  }
}
