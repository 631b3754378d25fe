package io.scaledapp.operator.platform.kubernetes.replicaset;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterListener;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterWriter;
import io.scaledapp.operator.platform.kubernetes.cluster.RevisionKey;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A cluster with one namespace that does what it does when the test says so: {@link #sync} is the
 * ReplicaSet controller, and {@link #deliver} the watch. Any thread.
 */
final class FakeCluster implements ClusterWriter {

  static final String NAMESPACE = "shops";

  private static final Instant BEGIN = Instant.parse("2026-01-01T10:00:00Z");

  /** As in ActivePodsWithRanks of k8s.io/kubernetes/pkg/controller, on one node. */
  private static final Comparator<Pod> REMOVAL =
      Comparator.<Pod, Boolean>comparing(pod -> pod.getSpec().getNodeName() != null)
          .thenComparing(pod -> pod.getStatus().getPhase().equals("Running"))
          .thenComparing(FakeCluster::isReady)
          .thenComparing(FakeCluster::cost)
          .thenComparing(
              pod -> pod.getMetadata().getCreationTimestamp(), Comparator.reverseOrder());

  private final Map<String, ReplicaSet> sets = new TreeMap<>();
  private final Map<String, Pod> pods = new TreeMap<>();
  private final Deque<Runnable> events = new ArrayDeque<>();
  private final Deque<RuntimeException> failures = new ArrayDeque<>();
  private @Nullable ClusterListener listener;
  private long version;

  /** Pods that the controller removed, in order. */
  final List<String> removed = new ArrayList<>();

  /** Calls that changed something, or tried to. */
  final List<String> calls = new ArrayList<>();

  /** One watches from here on, and is told everything that is there. */
  synchronized void watch(ClusterListener next) {
    listener = next;
    events.clear();
    sets.values().forEach(next::replicaSetSeen);
    pods.values().forEach(next::podSeen);
  }

  /** The next calls fail so, in this order. */
  synchronized void fail(RuntimeException failure) {
    failures.add(failure);
  }

  synchronized List<String> pods(Predicate<Pod> condition) {
    return pods.values().stream()
        .filter(condition)
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }

  static boolean isActive(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null;
  }

  static boolean isReady(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .anyMatch(one -> one.getType().equals("Ready") && one.getStatus().equals("True"));
  }

  /** The next event of the watch; false if there is none. */
  boolean deliver() {
    Runnable event;
    synchronized (this) {
      event = events.poll();
    }
    if (event != null) {
      event.run();
    }
    return event != null;
  }

  /** What the ReplicaSet controller does when it looks. */
  synchronized void sync() {
    for (var set : List.copyOf(sets.values())) {
      var active =
          pods.values().stream()
              .filter(FakeCluster::isActive)
              .filter(pod -> isOf(set, pod))
              .sorted(REMOVAL)
              .toList();
      var missing = set.getSpec().getReplicas() - active.size();
      for (var number = 0; number < missing; number++) {
        create(set);
      }
      for (var pod : active.subList(0, Math.max(0, -missing))) {
        removed.add(name(pod));
        terminate(pod);
      }
    }
  }

  private static boolean isOf(ReplicaSet set, Pod pod) {
    return name(pod).startsWith(name(set) + "-");
  }

  private void create(ReplicaSet set) {
    var template = set.getSpec().getTemplate().getMetadata();
    seen(
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(NAMESPACE)
            .withName(name(set) + "-" + ++version)
            .withUid("pod-" + version)
            .withCreationTimestamp(BEGIN.plusSeconds(version).toString())
            .withLabels(template.getLabels())
            .withAnnotations(new HashMap<>(template.getAnnotations()))
            .endMetadata()
            .withNewSpec()
            .withContainers(set.getSpec().getTemplate().getSpec().getContainers())
            .endSpec()
            .withStatus(new PodStatusBuilder().withPhase("Pending").build())
            .build());
  }

  synchronized void schedule(String pod) {
    change(pod, one -> one.getSpec().setNodeName("n1"));
  }

  synchronized void run(String pod, boolean ready) {
    change(
        pod,
        one -> {
          one.getSpec().setNodeName("n1");
          one.getStatus().setPhase("Running");
          one.getStatus().setPodIP("10.1.0.7");
          one.getStatus()
              .setConditions(
                  List.of(
                      new PodConditionBuilder()
                          .withType("Ready")
                          .withStatus(ready ? "True" : "False")
                          .withLastTransitionTime(BEGIN.toString())
                          .build()));
        });
  }

  /** A pod that terminates has gone. */
  synchronized void finish(String name) {
    var pod = pods.remove(name);
    tell(to -> to.podGone(pod));
  }

  /** Somebody else changes a ReplicaSet. */
  synchronized void edit(String name, Consumer<ReplicaSet> change) {
    var copy = new ReplicaSetBuilder(set(name)).build();
    change.accept(copy);
    store(copy);
  }

  synchronized void removeSet(String name) {
    var set = sets.remove(name);
    tell(to -> to.replicaSetGone(set));
    pods(pod -> isActive(pod) && isOf(set, pod)).forEach(pod -> terminate(pod(pod)));
  }

  synchronized ReplicaSet set(String name) {
    return Optional.ofNullable(sets.get(name)).orElseThrow();
  }

  synchronized boolean has(String name) {
    return sets.containsKey(name);
  }

  synchronized Pod pod(String name) {
    return Optional.ofNullable(pods.get(name)).orElseThrow();
  }

  /** A ReplicaSet of somebody else. */
  synchronized void put(String name) {
    var set =
        new ReplicaSetBuilder()
            .withNewMetadata()
            .withNamespace(NAMESPACE)
            .withName(name)
            .withOwnerReferences(new OwnerReferenceBuilder().withUid("other").build())
            .endMetadata()
            .withNewSpec()
            .withReplicas(1)
            .endSpec()
            .build();
    set.getMetadata().setUid("foreign");
    sets.put(name, set);
  }

  @Override
  public synchronized Optional<ReplicaSet> get(RevisionKey key) {
    return Optional.ofNullable(sets.get(key.replicaSet()));
  }

  @Override
  public synchronized ReplicaSet apply(ReplicaSet intent) {
    called("apply " + name(intent) + " " + intent.getSpec().getReplicas());
    return store(new ReplicaSetBuilder(intent).build());
  }

  @Override
  public synchronized ReplicaSet setReplicas(ReplicaSet seen, int replicas) {
    called("set " + name(seen) + " " + replicas);
    var there = current(seen);
    var copy = new ReplicaSetBuilder(there).build();
    copy.getSpec().setReplicas(replicas);
    return store(copy);
  }

  @Override
  public synchronized void remove(ReplicaSet seen) {
    called("remove " + name(seen));
    current(seen);
    removeSet(name(seen));
  }

  @Override
  public synchronized void annotate(
      String namespace, String pod, Map<String, @Nullable String> annotations) {
    called("annotate " + pod);
    if (pods.containsKey(pod)) {
      change(
          pod,
          one -> {
            one.getMetadata().getAnnotations().putAll(annotations);
            one.getMetadata().getAnnotations().values().removeIf(value -> value == null);
          });
    }
  }

  @Override
  public synchronized void requestCpu(String namespace, String pod, String container, String cpu) {
    called("cpu " + pod);
    var request = Map.of("cpu", Quantity.parse(cpu));
    change(
        pod, one -> one.getSpec().getContainers().getFirst().getResources().setRequests(request));
  }

  @Override
  public synchronized void delete(String namespace, String pod) {
    called("delete " + pod);
    if (pods.containsKey(pod)) {
      terminate(pod(pod));
    }
  }

  private void called(String what) {
    calls.add(what);
    var failure = failures.poll();
    if (failure != null) {
      throw failure;
    }
  }

  private ReplicaSet current(ReplicaSet seen) {
    var there = sets.get(name(seen));
    if (there == null || !version(there).equals(version(seen))) {
      throw new StaleException("the object has been modified", null);
    }
    return there;
  }

  /** The generation counts changes of the spec, and nothing is stored without a change. */
  private ReplicaSet store(ReplicaSet set) {
    var before = sets.get(name(set));
    if (before == null) {
      set.getMetadata().setUid("set-" + ++version);
      set.getMetadata().setGeneration(1L);
    } else {
      var kept = before.getMetadata();
      set.getMetadata().setUid(kept.getUid());
      set.getMetadata().setResourceVersion(kept.getResourceVersion());
      var sameSpec = before.getSpec().equals(set.getSpec());
      set.getMetadata().setGeneration(kept.getGeneration() + (sameSpec ? 0 : 1));
      if (before.equals(set)) {
        return before;
      }
    }
    set.getMetadata().setResourceVersion(String.valueOf(++version));
    sets.put(name(set), set);
    tell(to -> to.replicaSetSeen(set));
    return set;
  }

  private void tell(Consumer<ClusterListener> event) {
    var to = listener;
    if (to != null) {
      events.add(() -> event.accept(to));
    }
  }

  private void terminate(Pod pod) {
    change(name(pod), one -> one.getMetadata().setDeletionTimestamp(BEGIN.toString()));
  }

  private void change(String name, Consumer<Pod> change) {
    var copy = new PodBuilder(pod(name)).build();
    copy.getMetadata().setAnnotations(new HashMap<>(copy.getMetadata().getAnnotations()));
    change.accept(copy);
    seen(copy);
  }

  private void seen(Pod pod) {
    pod.getMetadata().setResourceVersion(String.valueOf(++version));
    pods.put(name(pod), pod);
    tell(to -> to.podSeen(pod));
  }

  private static int cost(Pod pod) {
    return Integer.parseInt(
        pod.getMetadata()
            .getAnnotations()
            .getOrDefault("controller.kubernetes.io/pod-deletion-cost", "0"));
  }

  private static String version(ReplicaSet set) {
    return String.valueOf(set.getMetadata().getResourceVersion());
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }
}
