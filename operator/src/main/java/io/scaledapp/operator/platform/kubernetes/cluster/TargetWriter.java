package io.scaledapp.operator.platform.kubernetes.cluster;

import io.scaledapp.operator.platform.kubernetes.target.Target;
import io.scaledapp.operator.platform.kubernetes.target.TargetKey;
import java.util.Optional;

/** The calls about a workload that an app adopts, under the terms of {@link ClusterWriter}. */
public interface TargetWriter {

  /** What is there. */
  Optional<Target> get(TargetKey key);

  /** Sets the count of the very version that is given, by the scale subresource. */
  Target scale(Target seen, int replicas);
}
