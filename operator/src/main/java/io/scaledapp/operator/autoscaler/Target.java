package io.scaledapp.operator.autoscaler;

/**
 * How much load one replica is meant to carry.
 *
 * @param metric what is measured
 * @param perReplica in the metric's unit, above 0; where it is learned, what to begin with
 * @param learned whether it goes by how long answers take
 */
public record Target(LoadMetric metric, double perReplica, boolean learned) {

  /** Requests at once, by how long answers take. */
  public static final Target LEARNED =
      new Target(LoadMetric.CONCURRENCY, LearnedTarget.FIRST, true);

  public Target {
    if (!(perReplica > 0)) {
      throw new IllegalArgumentException("the target of " + metric + " is " + perReplica);
    }
    if (learned && metric != LoadMetric.CONCURRENCY) {
      throw new IllegalArgumentException("no target of " + metric + " can be learned");
    }
  }

  /** One that the app's owner has named. */
  public Target(LoadMetric metric, double perReplica) {
    this(metric, perReplica, false);
  }

  Target as(LearnedTarget value) {
    return learned ? new Target(metric, value.perReplica(), true) : this;
  }
}
