package io.scaledapp.operator.platform.kubernetes.target;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.scaledapp.crds.v1alpha1.TargetKind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A workload as the cluster has it.
 *
 * @param version its resource version
 * @param replicas the count of its spec
 * @param selector of its pods, which is also that of its scale subresource
 * @param owner kind and name of what controls it; null when nothing does
 * @param namesPort whether its first container names a port
 * @param deleted whether it is being deleted
 */
public record Target(
    TargetKey key,
    String uid,
    String version,
    int replicas,
    PodSelector selector,
    @Nullable String owner,
    boolean namesPort,
    boolean deleted) {

  /**
   * Of a Deployment, StatefulSet or ReplicaSet.
   *
   * @throws IllegalArgumentException if it is of another kind
   */
  public static Target of(HasMetadata workload) {
    return switch (workload) {
      case Deployment it ->
          of(
              TargetKind.DEPLOYMENT,
              it,
              it.getSpec().getReplicas(),
              it.getSpec().getSelector(),
              it.getSpec().getTemplate());
      case StatefulSet it ->
          of(
              TargetKind.STATEFUL_SET,
              it,
              it.getSpec().getReplicas(),
              it.getSpec().getSelector(),
              it.getSpec().getTemplate());
      case ReplicaSet it ->
          of(
              TargetKind.REPLICA_SET,
              it,
              it.getSpec().getReplicas(),
              it.getSpec().getSelector(),
              it.getSpec().getTemplate());
      default -> throw new IllegalArgumentException(workload.getKind() + " cannot be adopted");
    };
  }

  private static Target of(
      TargetKind kind,
      HasMetadata workload,
      @Nullable Integer replicas,
      LabelSelector selector,
      PodTemplateSpec template) {
    var metadata = workload.getMetadata();
    var owner =
        metadata.getOwnerReferences().stream()
            .filter(one -> Boolean.TRUE.equals(one.getController()))
            .findFirst();
    return new Target(
        new TargetKey(kind, metadata.getNamespace(), metadata.getName()),
        metadata.getUid(),
        metadata.getResourceVersion(),
        replicas == null ? 1 : replicas,
        new PodSelector(selector),
        owner.map(one -> one.getKind() + " " + one.getName()).orElse(null),
        !template.getSpec().getContainers().getFirst().getPorts().isEmpty(),
        metadata.getDeletionTimestamp() != null);
  }

  /** The same with what its scale subresource answered. */
  public Target scaled(Scale scale) {
    return new Target(
        key,
        uid,
        scale.getMetadata().getResourceVersion(),
        scale.getSpec().getReplicas(),
        selector,
        owner,
        namesPort,
        deleted);
  }

  /** Whether the pod is one of its own. */
  public boolean owns(Pod pod) {
    return selector.matches(pod.getMetadata().getLabels())
        && controller(pod).filter(this::isByWay).isPresent();
  }

  /** A Deployment has its pods by way of ReplicaSets. */
  private boolean isByWay(OwnerReference controller) {
    return key.kind() == TargetKind.DEPLOYMENT
        ? controller.getKind().equals(TargetKind.REPLICA_SET.word())
        : controller.getUid().equals(uid);
  }

  private static Optional<OwnerReference> controller(Pod pod) {
    return pod.getMetadata().getOwnerReferences().stream()
        .filter(one -> Boolean.TRUE.equals(one.getController()))
        .findFirst();
  }
}
