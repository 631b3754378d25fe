package io.scaledapp.operator.platform.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.scaledapp.crds.v1alpha1.TargetKind;
import io.scaledapp.operator.platform.kubernetes.target.Target;
import io.scaledapp.operator.platform.kubernetes.target.TargetKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Watches workloads that are adopted, and what stands around them, in the namespaces where there
 * are any, and nothing where there is none. Any thread.
 */
public final class TargetInformers implements TargetSource, AutoCloseable {

  private final KubernetesClient client;
  private volatile @Nullable TargetListener listener;
  private final Map<String, TargetKey> wanted = new HashMap<>();
  private final Map<Place, SharedIndexInformer<?>> informers = new HashMap<>();

  /** Objects of one kind in one namespace. */
  private record Place(String namespace, Class<? extends HasMetadata> kind) {}

  /**
   * Begins to watch nothing.
   *
   * @param client stays the caller's to close
   */
  public TargetInformers(KubernetesClient client) {
    this.client = client;
  }

  /** Names the one listener, before anything is watched. */
  public void tell(TargetListener listener) {
    this.listener = listener;
  }

  private TargetListener listener() {
    return Objects.requireNonNull(listener, "nobody listens");
  }

  @Override
  public CompletableFuture<Void> watch(String app, TargetKey target) {
    CompletableFuture<Void> all;
    synchronized (informers) {
      wanted.put(app, target);
      all =
          CompletableFuture.allOf(
              places(target).map(this::started).toArray(CompletableFuture[]::new));
    }
    return all.thenRun(() -> listener().surroundingsChanged(target.namespace()));
  }

  @Override
  public void unwatch(String app) {
    synchronized (informers) {
      wanted.remove(app);
      var needed = Set.copyOf(wanted.values().stream().flatMap(TargetInformers::places).toList());
      informers
          .entrySet()
          .removeIf(
              one -> {
                var obsolete = !needed.contains(one.getKey());
                if (obsolete) {
                  one.getValue().stop();
                }
                return obsolete;
              });
    }
  }

  @Override
  public boolean isKnown(TargetKey target) {
    synchronized (informers) {
      return places(target).allMatch(this::isSynced);
    }
  }

  @Override
  public Optional<Target> target(TargetKey key) {
    return stored(key.namespace(), kind(key.kind())).stream()
        .filter(one -> one.getMetadata().getName().equals(key.name()))
        .findFirst()
        .map(Target::of);
  }

  @Override
  public List<Pod> pods(String namespace) {
    return stored(namespace, Pod.class);
  }

  @Override
  public List<HorizontalPodAutoscaler> autoscalers(String namespace) {
    return stored(namespace, HorizontalPodAutoscaler.class);
  }

  @Override
  public void close() {
    synchronized (informers) {
      informers.values().forEach(SharedIndexInformer::stop);
      informers.clear();
      wanted.clear();
    }
  }

  private <T extends HasMetadata> List<T> stored(String namespace, Class<T> kind) {
    synchronized (informers) {
      var informer = informers.get(new Place(namespace, kind));
      return informer == null
          ? List.of()
          : informer.getStore().list().stream().map(kind::cast).toList();
    }
  }

  private static Stream<Place> places(TargetKey target) {
    return Stream.of(kind(target.kind()), Pod.class, HorizontalPodAutoscaler.class)
        .map(kind -> new Place(target.namespace(), kind));
  }

  private static Class<? extends HasMetadata> kind(TargetKind kind) {
    return switch (kind) {
      case DEPLOYMENT -> Deployment.class;
      case STATEFUL_SET -> StatefulSet.class;
      case REPLICA_SET -> ReplicaSet.class;
    };
  }

  private boolean isSynced(Place place) {
    var informer = informers.get(place);
    return informer != null && informer.hasSynced();
  }

  private CompletableFuture<Void> started(Place place) {
    var there = informers.get(place);
    if (there == null) {
      there = informer(place);
      informers.put(place, there);
    }
    return there.start().toCompletableFuture();
  }

  private SharedIndexInformer<?> informer(Place place) {
    if (place.kind() == Pod.class) {
      return Informers.of(client.pods().inNamespace(place.namespace()), Pruning::adoptablePod)
          .addEventHandler(new Told<>(listener()::adoptablePodSeen, listener()::adoptablePodGone));
    }
    if (place.kind() == HorizontalPodAutoscaler.class) {
      Consumer<HorizontalPodAutoscaler> changed =
          one -> listener().surroundingsChanged(place.namespace());
      return Informers.of(
              client.autoscaling().v2().horizontalPodAutoscalers().inNamespace(place.namespace()),
              Sharing::within)
          .addEventHandler(new Told<>(changed, changed));
    }
    return workloads(client.resources(place.kind()).inNamespace(place.namespace()));
  }

  private <T extends HasMetadata> SharedIndexInformer<T> workloads(Informable<T> workloads) {
    return Informers.of(workloads, Sharing::within)
        .addEventHandler(
            new Told<>(
                one -> listener().targetSeen(Target.of(one)),
                one -> listener().targetGone(Target.of(one))));
  }
}
