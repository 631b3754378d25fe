package io.scaledapp.operator.platform.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.batch.v1.Job;

/** The calls about Jobs, under the terms of {@link ClusterWriter}. */
public interface JobWriter {

  /** Makes a Job; one of that name that is there already makes the call stale. */
  void create(Job job);

  /** Removes a Job and its pods. One that has gone is left alone. */
  void remove(Job job);
}
