package io.scaledapp.operator.autoscaler;

/**
 * How much load one replica is meant to carry.
 *
 * @param metric what is measured
 * @param perReplica in the metric's unit, above 0
 */
public record Target(LoadMetric metric, double perReplica) {

  public Target {
    if (!(perReplica > 0)) {
      throw new IllegalArgumentException("the target of " + metric + " is " + perReplica);
    }
  }
}
