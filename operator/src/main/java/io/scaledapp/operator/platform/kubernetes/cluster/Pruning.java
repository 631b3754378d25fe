package io.scaledapp.operator.platform.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSpecBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;

/** Takes from an object what nobody here reads, in place. */
final class Pruning {

  private Pruning() {}

  static void replicaSet(ReplicaSet set) {
    set.getMetadata().setManagedFields(null);
  }

  static void pod(Pod pod) {
    pod.getMetadata().setManagedFields(null);
    var spec = pod.getSpec();
    pod.setSpec(
        new PodSpecBuilder()
            .withNodeName(spec.getNodeName())
            .withTolerations(spec.getTolerations())
            .withContainers(spec.getContainers().stream().map(Pruning::named).toList())
            .build());
  }

  static void node(Node node) {
    node.getMetadata().setManagedFields(null);
    node.getMetadata().setAnnotations(null);
    var spec = node.getSpec();
    node.setSpec(
        new NodeSpecBuilder()
            .withUnschedulable(spec.getUnschedulable())
            .withTaints(spec.getTaints())
            .build());
    node.setStatus(null);
  }

  private static Container named(Container container) {
    return new ContainerBuilder().withName(container.getName()).build();
  }
}
