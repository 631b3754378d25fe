package io.scaledapp.operator.platform.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The labels of all that is made for an app. They select its pods, so they never change for a
 * ReplicaSet that there is.
 */
public final class Labels {

  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  public static final String MANAGER = "scaledapp";
  public static final String APP = "scaledapp.io/app";
  public static final String REVISION = "scaledapp.io/revision";

  private Labels() {}

  /** Of a ReplicaSet and its pods. */
  public static Map<String, String> of(RevisionKey key) {
    return Map.of(MANAGED_BY, MANAGER, APP, key.name(), REVISION, String.valueOf(key.number()));
  }

  /**
   * Whose a pod is.
   *
   * @throws IllegalArgumentException if it has no such labels, or they were changed to nonsense
   */
  public static RevisionKey revision(Pod pod) {
    return revision(pod, pod.getMetadata().getLabels());
  }

  /**
   * Whose a ReplicaSet is, by the pods that it selects: nobody can change that, as its own labels.
   *
   * @throws IllegalArgumentException if it does not select pods of a revision
   */
  public static RevisionKey revision(ReplicaSet set) {
    return revision(set, set.getSpec().getSelector().getMatchLabels());
  }

  /**
   * Which revision a pre-rollout Job is of.
   *
   * @throws IllegalArgumentException if it has no such labels, or they were changed to nonsense
   */
  public static RevisionKey revision(Job job) {
    return revision(job, job.getMetadata().getLabels());
  }

  private static RevisionKey revision(HasMetadata object, @Nullable Map<String, String> labels) {
    var name = labels == null ? null : labels.get(APP);
    var number = labels == null ? null : labels.get(REVISION);
    if (name == null || number == null) {
      throw new IllegalArgumentException("has no labels " + APP + " and " + REVISION);
    }
    return new RevisionKey(object.getMetadata().getNamespace(), name, Integer.parseInt(number));
  }
}
