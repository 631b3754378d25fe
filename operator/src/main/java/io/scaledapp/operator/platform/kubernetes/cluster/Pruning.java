package io.scaledapp.operator.platform.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSpecBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Takes from an object what nobody here reads, in place, and has it share what it has in common
 * with its version before.
 */
public final class Pruning {

  /** What {@code kubectl apply} keeps for itself: the whole object once more. */
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private Pruning() {}

  /**
   * For one informer of ScaledApps.
   *
   * @param listed what was read before it began: what is equal is shared with these as well
   */
  public static BiConsumer<@Nullable ScaledApp, ScaledApp> scaledAppsAfter(List<ScaledApp> listed) {
    var unseen = new ConcurrentHashMap<String, ScaledApp>();
    listed.forEach(app -> unseen.put(Cache.metaNamespaceKeyFunc(app), app));
    return (before, app) -> {
      var former = unseen.remove(Cache.metaNamespaceKeyFunc(app));
      scaledApp(before == null ? former : before, app);
    };
  }

  /** One ScaledApp, whose spec is that of its version before while both are equal. */
  public static void scaledApp(@Nullable ScaledApp before, ScaledApp app) {
    app.getMetadata().setManagedFields(null);
    app.getMetadata().getAnnotations().remove(LAST_APPLIED);
    if (before != null && before.getSpec().equals(app.getSpec())) {
      app.setSpec(before.getSpec());
    }
  }

  /** For an informer of Services. */
  public static void service(@Nullable Service before, Service service) {
    service.getMetadata().setManagedFields(null);
    var spec = service.getSpec();
    service.setSpec(
        new ServiceSpecBuilder().withType(spec.getType()).withPorts(spec.getPorts()).build());
    service.setStatus(null);
  }

  /** For an informer of PodDisruptionBudgets. */
  public static void disruptionBudget(
      @Nullable PodDisruptionBudget before, PodDisruptionBudget budget) {
    budget.getMetadata().setManagedFields(null);
    budget.setStatus(null);
  }

  /** For one informer of EndpointSlices: those of all apps have the same endpoints. */
  public static BiConsumer<@Nullable EndpointSlice, EndpointSlice> endpointSlices() {
    return new SharedEndpoints();
  }

  private static final class SharedEndpoints
      implements BiConsumer<@Nullable EndpointSlice, EndpointSlice> {
    private volatile List<Endpoint> latest = List.of();

    @Override
    public void accept(@Nullable EndpointSlice before, EndpointSlice slice) {
      slice.getMetadata().setManagedFields(null);
      // The API server writes null for none.
      var endpoints = Objects.requireNonNullElse(slice.getEndpoints(), List.<Endpoint>of());
      if (!latest.equals(endpoints)) {
        latest = endpoints;
      }
      slice.setEndpoints(latest);
    }
  }

  static void replicaSet(@Nullable ReplicaSet before, ReplicaSet set) {
    set.getMetadata().setManagedFields(null);
    if (before != null && before.getSpec().getTemplate().equals(set.getSpec().getTemplate())) {
      set.getSpec().setTemplate(before.getSpec().getTemplate());
    }
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
