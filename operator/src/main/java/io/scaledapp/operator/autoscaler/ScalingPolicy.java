package io.scaledapp.operator.autoscaler;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an app's owner wants of its scaling, with every default filled in.
 *
 * @param fixed the count when it is not automatic; bounds and load are ignored then
 * @param min 0 or more; 0 lets an idle app go to zero
 * @param max at least {@code min} and at least 1
 * @param schedules times at which the floor is higher
 * @param targets at least one; the one that asks for the most replicas wins
 * @param stableWindow the load is averaged over it, 1 s to 1 h
 * @param panicWindow the load is averaged over it to see bursts, at most the stable window
 * @param panicThreshold a panic begins when the load of the panic window asks for this many times
 *     the ready replicas; above 1
 * @param fallback what holds when load stops arriving; null: the count is held
 * @param hold what is kept of what was needed lately
 * @param scaleToZeroAfter quiet time before an app with {@code min} 0 goes to zero
 */
public record ScalingPolicy(
    @Nullable FixedCount fixed,
    int min,
    int max,
    List<Schedule> schedules,
    List<Target> targets,
    Duration stableWindow,
    Duration panicWindow,
    double panicThreshold,
    Hold hold,
    @Nullable Fallback fallback,
    Duration scaleToZeroAfter,
    ScalingRules up,
    ScalingRules down) {

  /** Bounds the memory of a history. */
  public static final Duration LONGEST_WINDOW = Duration.ofHours(1);

  public ScalingPolicy {
    schedules = List.copyOf(schedules);
    targets = List.copyOf(targets);
    check(min >= 0 && max >= Math.max(1, min), "minReplicas " + min + ", maxReplicas " + max);
    check(!targets.isEmpty(), "no metric");
    check(
        panicWindow.isPositive()
            && panicWindow.compareTo(stableWindow) <= 0
            && stableWindow.compareTo(LONGEST_WINDOW) <= 0,
        "panicWindow " + panicWindow + ", stableWindow " + stableWindow);
    check(panicThreshold > 1, "panic threshold " + panicThreshold);
  }

  private static void check(boolean holds, String values) {
    if (!holds) {
      throw new IllegalArgumentException("impossible scaling policy: " + values);
    }
  }

  /** Whether open connections are load in themselves, even when nothing is in flight on them. */
  boolean countsConnections() {
    return targets.stream().anyMatch(target -> target.metric() == LoadMetric.CONNECTIONS);
  }

  /** Whether the target of requests at once is learned. */
  public boolean learnsTarget() {
    return targets.stream().anyMatch(Target::learned);
  }

  /** The same with what was learned. */
  ScalingPolicy with(LearnedTarget learned) {
    return learnsTarget()
        ? with(targets.stream().map(target -> target.as(learned)).toList())
        : this;
  }

  /**
   * The same with a target in place of what is learned.
   *
   * @param perReplica requests at once, above 0
   */
  public ScalingPolicy withNamed(double perReplica) {
    var named = new Target(LoadMetric.CONCURRENCY, perReplica);
    return with(targets.stream().map(target -> target.learned() ? named : target).toList());
  }

  private ScalingPolicy with(List<Target> targets) {
    return new ScalingPolicy(
        fixed,
        min,
        max,
        schedules,
        targets,
        stableWindow,
        panicWindow,
        panicThreshold,
        hold,
        fallback,
        scaleToZeroAfter,
        up,
        down);
  }

  /** Whether nobody has to decide for a while since no schedule begins in it. */
  public boolean isFloorLowest(Instant until) {
    return Floor.at(this, until).count() == min;
  }
}
