package io.scaledapp.operator.platform.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSpecBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.function.UnaryOperator;

/** Takes from an object what nobody here reads, in place. */
final class Pruning {

  private Pruning() {}

  static void replicaSet(ReplicaSet set) {
    managedFields(set);
  }

  static void pod(Pod pod) {
    prunePod(pod, Pruning::named);
  }

  /** Of an adopted workload: where it answers is told by its containers alone. */
  static void adoptablePod(Pod pod) {
    prunePod(pod, Pruning::namedWithPorts);
  }

  private static void prunePod(Pod pod, UnaryOperator<Container> pruned) {
    pod.getMetadata().setManagedFields(null);
    var spec = pod.getSpec();
    pod.setSpec(
        new PodSpecBuilder()
            .withNodeName(spec.getNodeName())
            .withTolerations(spec.getTolerations())
            .withContainers(spec.getContainers().stream().map(pruned).toList())
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

  /** A workload that may be adopted, or an autoscaler, of which little is read. */
  static void managedFields(HasMetadata object) {
    object.getMetadata().setManagedFields(null);
  }

  private static Container named(Container container) {
    return new ContainerBuilder().withName(container.getName()).build();
  }

  private static Container namedWithPorts(Container container) {
    return new ContainerBuilder()
        .withName(container.getName())
        .withPorts(container.getPorts())
        .build();
  }
}
