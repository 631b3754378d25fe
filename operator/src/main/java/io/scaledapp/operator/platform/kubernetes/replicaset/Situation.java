package io.scaledapp.operator.platform.kubernetes.replicaset;

import java.util.List;

/**
 * All that the next step depends on.
 *
 * @param exists whether the ReplicaSet is there
 * @param differs whether it is to be made, or is not what it was made as
 * @param obsolete whether it may go when it has no pods
 * @param replicas what its spec says
 * @param wanted how many pods it is to have in the end, victims not counted
 * @param pods those that run or will run
 */
record Situation(
    boolean exists,
    boolean differs,
    boolean obsolete,
    int replicas,
    int wanted,
    List<SeenPod> pods) {

  Situation {
    pods = List.copyOf(pods);
  }
}
