package io.scaledapp.operator.platform.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Watches ReplicaSets, Jobs and pods that carry our label, and nodes. It lists again whatever it
 * missed while the API server was away.
 */
public final class ClusterInformers implements AutoCloseable {

  /** Objects that are read at once: what is not pruned yet has to have its place in the heap. */
  public static final long PAGE = 500;

  private final List<Watch<?>> watches = new ArrayList<>();

  /** What is watched, and who is told of it. */
  private record Watch<T extends HasMetadata>(SharedIndexInformer<T> informer, Told<T> told) {

    /**
     * Tells of all that is there, on this thread, and of each change from here on. An informer has
     * started when its store has everything; who listens to it before that is told by another
     * thread, which may lag behind by many seconds.
     */
    void tell() {
      informer.addEventHandler(told);
    }
  }

  private ClusterInformers() {}

  /**
   * Begins to watch, and returns when everything that is there has been told to the listeners.
   *
   * @param namespaces those to look at; empty for all
   * @param nodes whether nodes may be looked at
   */
  public static ClusterInformers start(
      KubernetesClient client,
      Set<String> namespaces,
      boolean nodes,
      ClusterListener listener,
      JobListener jobs) {
    var all = new ClusterInformers();
    for (var namespace : namespaces.isEmpty() ? Set.of("") : namespaces) {
      all.add(
          ours(client.apps().replicaSets(), namespace),
          Pruning::replicaSet,
          new Told<>(listener::replicaSetSeen, listener::replicaSetGone));
      all.add(
          ours(client.pods(), namespace),
          Pruning::pod,
          new Told<>(listener::podSeen, listener::podGone));
      all.add(
          ours(client.batch().v1().jobs(), namespace),
          Pruning::job,
          new Told<>(jobs::jobSeen, jobs::jobGone));
    }
    if (nodes) {
      all.add(client.nodes(), Pruning::node, new Told<>(listener::nodeSeen, listener::nodeGone));
    }
    var started = all.watches.stream().map(one -> one.informer().start().toCompletableFuture());
    CompletableFuture.allOf(started.toArray(CompletableFuture[]::new)).join();
    all.watches.forEach(Watch::tell);
    return all;
  }

  private static <T extends HasMetadata> Informable<T> ours(
      MixedOperation<T, ?, ?> operation, String namespace) {
    return namespace.isEmpty()
        ? operation.inAnyNamespace().withLabel(Labels.MANAGED_BY, Labels.MANAGER).withLimit(PAGE)
        : operation
            .inNamespace(namespace)
            .withLabel(Labels.MANAGED_BY, Labels.MANAGER)
            .withLimit(PAGE);
  }

  private <T extends HasMetadata> void add(
      Informable<T> objects, Consumer<T> pruning, Told<T> told) {
    watches.add(new Watch<>(Informers.of(objects, pruning), told));
  }

  @Override
  public void close() {
    watches.forEach(one -> one.informer().stop());
  }
}
