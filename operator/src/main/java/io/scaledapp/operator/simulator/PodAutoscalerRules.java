package io.scaledapp.operator.simulator;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The Kubernetes HorizontalPodAutoscaler's algorithm with its defaults: tolerance 10 %, up by the
 * larger of 100 % and 4 pods in 15 s, down to the highest recommendation of 300 s.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/">HPA</a>
 */
final class PodAutoscalerRules {

  static final int SYNC_SECONDS = 15;

  private static final double TOLERANCE = 0.1;
  private static final int STABILIZATION_SECONDS = 300;
  private static final int PODS_IN_A_PERIOD = 4;

  private final Deque<Recommended> recommendations = new ArrayDeque<>();

  private record Recommended(long second, int count) {}

  /**
   * The count by a load that all replicas share.
   *
   * @param target load of each replica
   * @param present replicas that there should be by now, from 1
   */
  int count(long second, double load, double target, int present) {
    var asked = asked(load, target, present);
    recommendations.removeIf(one -> one.second() <= second - STABILIZATION_SECONDS);
    recommendations.addLast(new Recommended(second, asked));
    var highest = recommendations.stream().mapToInt(Recommended::count).max().orElse(asked);
    if (asked > present) {
      return Math.min(asked, Math.max(2 * present, present + PODS_IN_A_PERIOD));
    }
    return Math.min(present, highest);
  }

  /** ⌈present × load of one / target⌉, unless that is within the tolerance. */
  private static int asked(double load, double target, int present) {
    var ratio = load / (target * present);
    return Math.abs(ratio - 1) <= TOLERANCE ? present : (int) Math.ceil(load / target);
  }
}
