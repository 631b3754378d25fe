package io.scaledapp.operator.platform.kubernetes.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.scaledapp.operator.platform.kubernetes.cluster.Annotations;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Where a pod stands in the order in which the ReplicaSet controller removes pods: the lowest goes
 * first. The controller goes on with more criteria; two equal ranks count here as undecided.
 *
 * @param assigned whether it has a node; those without go first
 * @param phase 0 pending, 1 unknown, 2 running
 * @param ready those that are not ready go before those that are
 * @param cost its deletion cost
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#scaling-a-replicaset">Scaling
 *     a ReplicaSet</a>
 */
public record DeletionRank(boolean assigned, int phase, boolean ready, int cost)
    implements Comparable<DeletionRank> {

  private static final Comparator<DeletionRank> ORDER =
      Comparator.comparing(DeletionRank::assigned)
          .thenComparingInt(DeletionRank::phase)
          .thenComparing(DeletionRank::ready)
          .thenComparingInt(DeletionRank::cost);

  public static DeletionRank of(Pod pod) {
    var node = pod.getSpec().getNodeName();
    return new DeletionRank(
        node != null && !node.isEmpty(),
        phase(pod.getStatus() == null ? null : pod.getStatus().getPhase()),
        PodStatuses.isReady(pod),
        cost(Annotations.get(pod, Annotations.DELETION_COST)));
  }

  @Override
  public int compareTo(DeletionRank other) {
    return ORDER.compare(this, other);
  }

  private static int phase(@Nullable String phase) {
    return switch (phase) {
      case "Running" -> 2;
      case "Unknown" -> 1;
      case null, default -> 0;
    };
  }

  /** The controller, too, takes what it cannot read for 0. */
  private static int cost(@Nullable String annotation) {
    try {
      return annotation == null ? 0 : Integer.parseInt(annotation);
    } catch (NumberFormatException unreadable) {
      return 0;
    }
  }
}
