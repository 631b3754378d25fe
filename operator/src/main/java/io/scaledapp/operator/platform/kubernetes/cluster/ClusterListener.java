package io.scaledapp.operator.platform.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;

/**
 * Is told what the cluster has of ours. The calls about objects of one kind come one after the
 * other, in the order of their changes; they must return at once.
 */
public interface ClusterListener {

  void podSeen(Pod pod);

  void podGone(Pod pod);

  void replicaSetSeen(ReplicaSet set);

  void replicaSetGone(ReplicaSet set);

  void nodeSeen(Node node);

  void nodeGone(Node node);
}
