package io.scaledapp.operator.platform.kubernetes.template;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.scaledapp.operator.app.Revision;
import io.scaledapp.operator.platform.kubernetes.cluster.Annotations;
import io.scaledapp.operator.platform.kubernetes.cluster.Labels;
import io.scaledapp.operator.platform.kubernetes.cluster.RevisionKey;
import java.util.Map;

/** The ReplicaSet of a revision, with every field that is ours and no other. */
public final class ReplicaSetTemplate {

  private ReplicaSetTemplate() {}

  /**
   * Of a revision whose source is the one that it was made from.
   *
   * @param resizes whether the cluster can lower a pod's CPU request in place
   * @throws IllegalArgumentException naming the field, when no pod can be made of the template
   */
  public static ReplicaSet of(Revision revision, int replicas, boolean resizes) {
    return replicaSet(
        RevisionKey.of(revision),
        revision.digest(),
        Owner.of(revision.source()),
        PodTemplate.of(revision, resizes),
        replicas);
  }

  /** Its labels, annotations and owner alone. */
  public static ObjectMeta metadata(Revision revision) {
    return metadata(RevisionKey.of(revision), revision.digest(), Owner.of(revision.source()));
  }

  /** Of one that was seen on the cluster: what is ours in it, to make it again. */
  public static ReplicaSet again(ReplicaSet seen, int replicas) {
    var digest = Annotations.get(seen, Annotations.DIGEST);
    return replicaSet(
        Labels.revision(seen),
        digest == null ? "" : digest,
        seen.getMetadata().getOwnerReferences().getFirst(),
        seen.getSpec().getTemplate(),
        replicas);
  }

  private static ReplicaSet replicaSet(
      RevisionKey key, String digest, OwnerReference owner, PodTemplateSpec pod, int replicas) {
    return new ReplicaSetBuilder()
        .withMetadata(metadata(key, digest, owner))
        .withNewSpec()
        .withReplicas(replicas)
        .withNewSelector()
        .withMatchLabels(Labels.of(key))
        .endSelector()
        .withTemplate(pod)
        .endSpec()
        .build();
  }

  private static ObjectMeta metadata(RevisionKey key, String digest, OwnerReference owner) {
    return new ObjectMetaBuilder()
        .withNamespace(key.namespace())
        .withName(key.replicaSet())
        .withLabels(Labels.of(key))
        .withAnnotations(Map.of(Annotations.DIGEST, digest))
        .withOwnerReferences(owner)
        .build();
  }
}
