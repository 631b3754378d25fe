package io.scaledapp.operator.platform.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.batch.v1.Job;

/**
 * Is told which pre-rollout Jobs the cluster has. The calls come one after the other, in the order
 * of the changes; they must return at once.
 */
public interface JobListener {

  void jobSeen(Job job);

  void jobGone(Job job);
}
