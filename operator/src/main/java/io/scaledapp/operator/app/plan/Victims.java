package io.scaledapp.operator.app.plan;

import io.scaledapp.operator.app.Replica.Phase;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who goes when there are too many. */
final class Victims {

  /**
   * Of a row the last goes; one of it that has no place yet would be the last. Else the order of
   * the Kubernetes ReplicaSet controller as far as it goes (those that are not ready first, the
   * less far first), then the fewest requests in flight, then the youngest.
   *
   * @see <a
   *     href="https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#scaling-a-replicaset">ReplicaSet</a>
   */
  private static final Comparator<ReplicaState> ORDER =
      Comparator.<ReplicaState, @Nullable Integer>comparing(
              ReplicaState::ordinal, Comparator.nullsFirst(Comparator.reverseOrder()))
          .thenComparingInt(one -> readiness(one.replica().phase()))
          .thenComparingInt(ReplicaState::inFlight)
          .thenComparing(one -> one.replica().startedAt(), Comparator.reverseOrder())
          .thenComparing(ReplicaState::id, Comparator.reverseOrder());

  private Victims() {}

  static List<ReplicaState> of(List<ReplicaState> replicas, int count) {
    return replicas.stream().sorted(ORDER).limit(Math.max(0, count)).toList();
  }

  private static int readiness(Phase phase) {
    return switch (phase) {
      case TERMINATING, CRASH_LOOP_BACK_OFF -> 0;
      case PENDING -> 1;
      case STARTING -> 2;
      case NOT_READY -> 3;
      case READY -> 4;
    };
  }
}
