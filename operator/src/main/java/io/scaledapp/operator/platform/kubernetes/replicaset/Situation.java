package io.scaledapp.operator.platform.kubernetes.replicaset;

import java.util.List;

/**
 * All that the next step depends on.
 *
 * @param removal how pods are taken away
 * @param exists whether the object is there
 * @param differs whether it is to be made, or is not what it was made as
 * @param obsolete whether it may go when it has no pods
 * @param replicas what its spec says
 * @param wanted how many pods it is to have in the end, victims not counted
 * @param pods those that run or will run
 */
record Situation(
    Removal removal,
    boolean exists,
    boolean differs,
    boolean obsolete,
    int replicas,
    int wanted,
    List<SeenPod> pods) {

  /** How pods are taken away when the count is lowered. */
  enum Removal {
    /** In the order of the ReplicaSet controller, to which the deletion cost belongs. */
    BY_RANK,
    /** The last of a row, as with a StatefulSet. */
    LAST,
    /** Not at present: others take pods away and bring them. */
    NOT_AT_PRESENT
  }

  Situation {
    pods = List.copyOf(pods);
  }
}
