package io.scaledapp.operator.platform.kubernetes.replicaset;

import io.scaledapp.operator.platform.kubernetes.pod.DeletionRank;
import org.jspecify.annotations.Nullable;

/**
 * A pod that runs or will run, as the next step depends on it.
 *
 * @param name of the pod
 * @param rank in the controller's order of removal, as it was seen in the watch
 * @param createdAt in ISO 8601, as the API server writes it
 * @param victim whether it was told to stop
 * @param mark how far it is with the annotations of a victim
 * @param drainDiffers whether what it says of its drain is to be written
 * @param ordinal its place in a row; null where it has none
 */
record SeenPod(
    String name,
    DeletionRank rank,
    String createdAt,
    boolean victim,
    Mark mark,
    boolean drainDiffers,
    @Nullable Integer ordinal) {

  enum Mark {
    NONE,
    /** Written, and not yet seen in the watch. */
    WRITTEN,
    /** Seen in the watch, and so by the controller too. */
    SEEN
  }
}
