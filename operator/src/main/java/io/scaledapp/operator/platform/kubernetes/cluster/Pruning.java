package io.scaledapp.operator.platform.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSpecBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Takes from an object what nobody here reads, in place, and has it share what others hold alike.
 */
public final class Pruning {

  /** What {@code kubectl apply} keeps for itself: the whole object once more. */
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private Pruning() {}

  /** A ScaledApp that nobody else has seen. */
  public static void scaledApp(ScaledApp app) {
    metadata(app.getMetadata());
    Sharing.within(app);
    app.setSpec(Sharing.equal(app.getSpec()));
  }

  /** The metadata of a ScaledApp that nobody else has seen. */
  public static ObjectMeta metadata(ObjectMeta metadata) {
    metadata.getAnnotations().remove(LAST_APPLIED);
    Sharing.within(metadata);
    return metadata;
  }

  /** A template as it is kept: most of a ScaledApp, and in what is made of it as well. */
  public static @Nullable PodTemplateSpec template(@Nullable PodTemplateSpec template) {
    return template == null ? null : Sharing.equal(template);
  }

  /** For an informer of Services. */
  public static void service(Service service) {
    var spec = service.getSpec();
    service.setSpec(
        new ServiceSpecBuilder().withType(spec.getType()).withPorts(spec.getPorts()).build());
    service.setStatus(null);
    Sharing.within(service);
  }

  /** For an informer of PodDisruptionBudgets. */
  public static void disruptionBudget(PodDisruptionBudget budget) {
    budget.setStatus(null);
    Sharing.within(budget);
  }

  /** For an informer of EndpointSlices: those of all apps have the same endpoints. */
  public static void endpointSlice(EndpointSlice slice) {
    Sharing.within(slice);
    // The API server writes null for none.
    slice.setEndpoints(
        Sharing.equal(Objects.requireNonNullElse(slice.getEndpoints(), List.<Endpoint>of())));
  }

  static void replicaSet(ReplicaSet set) {
    Sharing.within(set);
  }

  /** What becomes of it is told by its status. */
  static void job(Job job) {
    job.setSpec(null);
    Sharing.within(job);
  }

  static void pod(Pod pod) {
    var startsWithMore = Annotations.get(pod, Annotations.CPU_REQUEST) != null;
    prunePod(pod, startsWithMore ? Pruning::namedWithRequests : Pruning::named);
  }

  /** Of an adopted workload: where it answers is told by its containers alone. */
  static void adoptablePod(Pod pod) {
    prunePod(pod, Pruning::namedWithPorts);
  }

  private static void prunePod(Pod pod, UnaryOperator<Container> pruned) {
    var spec = pod.getSpec();
    pod.setSpec(
        new PodSpecBuilder()
            .withNodeName(spec.getNodeName())
            .withTolerations(spec.getTolerations())
            .withContainers(spec.getContainers().stream().map(pruned).toList())
            .build());
    Sharing.within(pod);
  }

  static void node(Node node) {
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

  private static Container namedWithRequests(Container container) {
    return new ContainerBuilder()
        .withName(container.getName())
        .withResources(container.getResources())
        .build();
  }

  private static Container namedWithPorts(Container container) {
    return new ContainerBuilder()
        .withName(container.getName())
        .withPorts(container.getPorts())
        .build();
  }
}
