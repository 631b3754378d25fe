package io.scaledapp.operator.platform.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches ReplicaSets and pods that carry our label, and nodes. It lists again whatever it missed
 * while the API server was away.
 */
public final class ClusterInformers implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ClusterInformers.class);

  private final List<SharedIndexInformer<?>> informers = new ArrayList<>();

  private ClusterInformers() {}

  /**
   * Begins to watch, and returns when everything that is there has been told to the listener.
   *
   * @param namespaces those to look at; empty for all
   * @param nodes whether nodes may be looked at
   */
  public static ClusterInformers start(
      KubernetesClient client, Set<String> namespaces, boolean nodes, ClusterListener listener) {
    var all = new ClusterInformers();
    for (var namespace : namespaces.isEmpty() ? Set.of("") : namespaces) {
      all.add(
          ours(client.apps().replicaSets(), namespace),
          Pruning::replicaSet,
          new Handler<>(listener::replicaSetSeen, listener::replicaSetGone));
      all.add(
          ours(client.pods(), namespace),
          Pruning::pod,
          new Handler<>(listener::podSeen, listener::podGone));
    }
    if (nodes) {
      all.add(client.nodes(), Pruning::node, new Handler<>(listener::nodeSeen, listener::nodeGone));
    }
    var started = all.informers.stream().map(one -> one.start().toCompletableFuture());
    CompletableFuture.allOf(started.toArray(CompletableFuture[]::new)).join();
    return all;
  }

  private static <T extends HasMetadata> Informable<T> ours(
      MixedOperation<T, ?, ?> operation, String namespace) {
    return namespace.isEmpty()
        ? operation.inAnyNamespace().withLabel(Labels.MANAGED_BY, Labels.MANAGER)
        : operation.inNamespace(namespace).withLabel(Labels.MANAGED_BY, Labels.MANAGER);
  }

  private <T extends HasMetadata> void add(
      Informable<T> objects, Consumer<T> pruning, Handler<T> handler) {
    var informer = objects.runnableInformer(0);
    informer.itemStore(new PrunedStore<>(pruning));
    informer.exceptionHandler(ClusterInformers::goesOn);
    informer.addEventHandler(handler);
    informers.add(informer);
  }

  private static boolean goesOn(boolean started, Throwable failure) {
    log.atWarn()
        .addKeyValue("reason", String.valueOf(failure.getMessage()))
        .log("cannot watch the cluster; it is tried again");
    return true;
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::stop);
  }

  /** Tells of objects whether they are there; a failure on one must not end the watch. */
  private record Handler<T extends HasMetadata>(Consumer<T> seen, Consumer<T> gone)
      implements ResourceEventHandler<T> {

    @Override
    public void onAdd(T object) {
      guarded(seen, object);
    }

    @Override
    public void onUpdate(T before, T after) {
      guarded(seen, after);
    }

    @Override
    public void onDelete(T object, boolean lastStateUnknown) {
      guarded(gone, object);
    }

    private static <T extends HasMetadata> void guarded(Consumer<T> told, T object) {
      try {
        told.accept(object);
      } catch (RuntimeException broken) {
        log.atError()
            .setCause(broken)
            .addKeyValue(
                "object", object.getFullResourceName() + " " + object.getMetadata().getName())
            .log("an object of the cluster was not taken in");
      }
    }
  }
}
