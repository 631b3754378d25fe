package io.scaledapp.operator.platform.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.scaledapp.operator.platform.kubernetes.target.Target;

/**
 * Is told what happens around workloads that are adopted. The calls about objects of one kind come
 * one after the other, in the order of their changes; they must return at once.
 */
public interface TargetListener {

  void targetSeen(Target target);

  void targetGone(Target target);

  /** Of any pod in a namespace with a workload that is watched. */
  void adoptablePodSeen(Pod pod);

  void adoptablePodGone(Pod pod);

  /** The HorizontalPodAutoscalers of a namespace are others, or all there is has been seen. */
  void surroundingsChanged(String namespace);
}
