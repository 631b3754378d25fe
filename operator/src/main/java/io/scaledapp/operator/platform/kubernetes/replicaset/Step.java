package io.scaledapp.operator.platform.kubernetes.replicaset;

import java.util.Set;

/**
 * What to do next about one ReplicaSet, or another object with a count: one call to the API server,
 * or nothing.
 */
sealed interface Step {

  /** Nothing to do until something changes. */
  record Rest() implements Step {}

  /** Make it, or make it again what it was. */
  record Apply() implements Step {}

  /** Remove the whole ReplicaSet. */
  record Remove() implements Step {}

  /** Have more pods. */
  record Raise(int count) implements Step {}

  /**
   * Have fewer pods.
   *
   * @param leaving the pods that the controller is expected to remove
   */
  record Lower(int count, Set<String> leaving) implements Step {}

  /** Have the controller prefer this pod when it removes some. */
  record Mark(String pod) implements Step {}

  /** Remove a pod that the controller would not choose. */
  record Delete(String pod) implements Step {}

  /** Keep on the pod whether it is draining. */
  record KeepDrain(String pod) implements Step {}

  /** Have a pod that is ready ask for less CPU than for its start. */
  record LowerCpu(String pod, String container, String cpu) implements Step {}

  /**
   * Take from the pod what was ever written on it.
   *
   * @param victim whether it was told to stop
   */
  record Unmark(String pod, boolean victim) implements Step {}
}
