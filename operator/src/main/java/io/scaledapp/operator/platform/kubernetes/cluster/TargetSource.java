package io.scaledapp.operator.platform.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.scaledapp.operator.platform.kubernetes.target.Target;
import io.scaledapp.operator.platform.kubernetes.target.TargetKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Workloads that are watched, and what stands around them. No method blocks; any thread. */
public interface TargetSource {

  /** Watches a workload for an app; completes when all that there is has been seen. */
  CompletableFuture<Void> watch(String app, TargetKey target);

  /** The app needs its workload no more. */
  void unwatch(String app);

  /** Whether all that there is around a workload has been seen. */
  boolean isKnown(TargetKey target);

  Optional<Target> target(TargetKey key);

  /** All pods of a namespace in which a workload is watched. */
  List<Pod> pods(String namespace);

  /** All of a namespace in which a workload is watched. */
  List<HorizontalPodAutoscaler> autoscalers(String namespace);
}
