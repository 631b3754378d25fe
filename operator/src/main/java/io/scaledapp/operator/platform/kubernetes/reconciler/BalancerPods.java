package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The balancers of this installation, as an informer sees their pods. Any thread. */
public final class BalancerPods implements AutoCloseable {

  private final SharedIndexInformer<Pod> informer;
  private volatile List<BalancerPod> latest = List.of();

  private BalancerPods(SharedIndexInformer<Pod> informer) {
    this.informer = informer;
  }

  /**
   * Begins to watch; returns when every balancer that there is is known.
   *
   * @param changed told of each change of the list, on the informer's thread
   * @param gone told the name of each pod that is gone for certain
   */
  public static BalancerPods watch(
      KubernetesClient client,
      String namespace,
      Map<String, String> selector,
      Consumer<List<BalancerPod>> changed,
      Consumer<String> gone) {
    var informer = client.pods().inNamespace(namespace).withLabels(selector).runnableInformer(0);
    var pods = new BalancerPods(informer);
    informer.addEventHandler(
        new ResourceEventHandler<>() {
          @Override
          public void onAdd(Pod pod) {
            pods.look(changed);
          }

          @Override
          public void onUpdate(Pod before, Pod after) {
            pods.look(changed);
          }

          @Override
          public void onDelete(Pod pod, boolean stateUnknown) {
            gone.accept(pod.getMetadata().getName());
            pods.look(changed);
          }
        });
    informer.run();
    pods.look(changed);
    return pods;
  }

  /** Those that have an address, by name. */
  public List<BalancerPod> list() {
    return latest;
  }

  @Override
  public void close() {
    informer.close();
  }

  private synchronized void look(Consumer<List<BalancerPod>> changed) {
    var now =
        informer.getStore().list().stream()
            .flatMap(BalancerPods::balancer)
            .sorted(Comparator.comparing(BalancerPod::name))
            .toList();
    if (!now.equals(latest)) {
      latest = now;
      changed.accept(now);
    }
  }

  private static Stream<BalancerPod> balancer(Pod pod) {
    var status = pod.getStatus();
    var ip = status == null ? null : status.getPodIP();
    if (ip == null || isOver(status.getPhase())) {
      return Stream.empty();
    }
    var ready =
        status.getConditions().stream()
            .anyMatch(one -> "Ready".equals(one.getType()) && "True".equals(one.getStatus()));
    return Stream.of(
        new BalancerPod(
            pod.getMetadata().getName(),
            ip,
            pod.getSpec().getNodeName(),
            ready,
            pod.getMetadata().getDeletionTimestamp() != null));
  }

  private static boolean isOver(@Nullable String phase) {
    return "Failed".equals(phase) || "Succeeded".equals(phase);
  }
}
