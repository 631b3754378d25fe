package io.scaledapp.operator.platform.kubernetes.replicaset;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.scaledapp.operator.app.Past.Drain;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Replica.Phase;
import io.scaledapp.operator.platform.kubernetes.cluster.Annotations;
import io.scaledapp.operator.platform.kubernetes.cluster.RevisionKey;
import io.scaledapp.operator.platform.kubernetes.pod.DeletionRank;
import io.scaledapp.operator.platform.kubernetes.pod.Displacement;
import io.scaledapp.operator.platform.kubernetes.pod.PodReplica;
import io.scaledapp.operator.platform.kubernetes.pod.StartupCpu;
import io.scaledapp.operator.platform.kubernetes.replicaset.SeenPod.Mark;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pods of one ReplicaSet or adopted workload: what the watch says of them, and what was asked
 * of them. Confined to its owner's lock.
 */
final class OwnedPods {

  private static final Comparator<Pod> BY_CREATION =
      Comparator.<Pod, String>comparing(pod -> pod.getMetadata().getCreationTimestamp())
          .thenComparing(pod -> pod.getMetadata().getName());

  private final RevisionKey key;
  private final Map<String, Pod> pods = new HashMap<>();
  // Each pod is looked at every second, and to read what it says is dear.
  private final Map<String, Optional<Replica>> read = new HashMap<>();
  private final Set<String> victims = new HashSet<>();
  private final Set<String> marked = new HashSet<>();
  private final Set<String> deleted = new HashSet<>();
  private final Map<String, Optional<Drain>> drains = new HashMap<>();
  // Asked for once: what the API server refuses now it refuses again.
  private final Set<String> lowered = new HashSet<>();

  OwnedPods(RevisionKey key) {
    this.key = key;
  }

  void see(Pod pod) {
    var before = pods.put(name(pod), pod);
    read.remove(name(pod));
    if (before != null && !isSame(before, pod)) {
      deleted.remove(name(pod));
      lowered.remove(name(pod));
      forgetWishes(name(pod));
    }
    if (pod.getMetadata().getDeletionTimestamp() != null || PodReplica.hasEnded(pod)) {
      forgetWishes(name(pod));
    }
  }

  void gone(Pod pod) {
    pods.remove(name(pod));
    read.remove(name(pod));
    lowered.remove(name(pod));
    deleted.remove(name(pod));
    forgetWishes(name(pod));
  }

  /** These are all that there are. */
  void seeAll(List<Pod> all) {
    var names = all.stream().map(OwnedPods::name).collect(Collectors.toSet());
    List.copyOf(pods.values()).stream()
        .filter(pod -> !names.contains(name(pod)))
        .forEach(this::gone);
    all.forEach(this::see);
  }

  private static boolean isSame(Pod one, Pod other) {
    return Objects.equals(one.getMetadata().getUid(), other.getMetadata().getUid());
  }

  private void forgetWishes(String pod) {
    victims.remove(pod);
    marked.remove(pod);
    drains.remove(pod);
  }

  boolean isEmpty() {
    return pods.isEmpty();
  }

  /** Those that a former leader told to stop are told so again. */
  int adoptVictims() {
    active().filter(OwnedPods::isVictim).forEach(pod -> victims.add(name(pod)));
    return victims.size();
  }

  /** Nothing is asked of any pod any more. */
  void forgetWishes() {
    victims.clear();
    marked.clear();
    drains.clear();
  }

  boolean has(String replica) {
    return withId(replica).isPresent();
  }

  /** Makes a pod a victim; false if there is no such one that could become one. */
  boolean stop(String replica) {
    return withId(replica).filter(this::isActive).filter(pod -> victims.add(name(pod))).isPresent();
  }

  private Optional<Pod> withId(String replica) {
    return pods.values().stream().filter(pod -> PodReplica.id(pod).equals(replica)).findFirst();
  }

  void marked(String pod) {
    marked.add(pod);
  }

  /** The first that has the CPU of its start and is ready. */
  Optional<Step.LowerCpu> lowerCpu() {
    return active()
        .filter(pod -> !lowered.contains(name(pod)) && !victims.contains(name(pod)))
        .flatMap(pod -> Stream.ofNullable(lowerCpu(pod)))
        .findFirst();
  }

  private static Step.@Nullable LowerCpu lowerCpu(Pod pod) {
    var cpu = StartupCpu.toLower(pod);
    return cpu == null ? null : new Step.LowerCpu(name(pod), cpu.container(), cpu.request());
  }

  void lowered(String pod) {
    if (pods.containsKey(pod)) {
      lowered.add(pod);
    }
  }

  void deleted(String pod) {
    if (pods.containsKey(pod)) {
      deleted.add(pod);
    }
  }

  /** What is to be kept of a drain, empty for nothing. */
  void keepDrain(String replica, Optional<Drain> drain) {
    withId(replica).ifPresent(pod -> keepDrain(pod, drain));
  }

  private void keepDrain(Pod pod, Optional<Drain> drain) {
    if (Drains.of(pod).equals(drain)) {
      drains.remove(name(pod));
    } else {
      drains.put(name(pod), drain);
    }
  }

  /** The first that carries anything of ours, but for some. */
  Optional<Step> unmark(Set<String> unmarked) {
    return active()
        .filter(pod -> isVictim(pod) || Drains.of(pod).isPresent())
        .filter(pod -> !unmarked.contains(name(pod)))
        .findFirst()
        .map(pod -> new Step.Unmark(name(pod), isVictim(pod)));
  }

  private static boolean isVictim(Pod pod) {
    return Annotations.get(pod, Annotations.VICTIM) != null;
  }

  /** How many kinds of pods there are, such as before and after a change of their template. */
  long kinds(String label) {
    return active()
        .flatMap(pod -> Stream.ofNullable(pod.getMetadata().getLabels()))
        .map(labels -> labels.getOrDefault(label, ""))
        .distinct()
        .count();
  }

  Optional<Drain> wantedDrain(String pod) {
    return drains.getOrDefault(pod, Optional.empty());
  }

  void drainKept(String pod, Optional<Drain> written) {
    drains.remove(pod, written);
  }

  Map<String, Drain> drains() {
    return pods.values().stream()
        .filter(pod -> Drains.of(pod).isPresent())
        .collect(Collectors.toMap(PodReplica::id, pod -> Drains.of(pod).orElseThrow()));
  }

  /** How many there are of those that run or will run and were not told to stop. */
  int staying() {
    return (int) active().filter(pod -> !victims.contains(name(pod))).count();
  }

  /** The names of those that run or will run, but for some. */
  Set<String> activeExcept(Set<String> names) {
    return active()
        .map(OwnedPods::name)
        .filter(name -> !names.contains(name))
        .collect(Collectors.toSet());
  }

  List<SeenPod> seen() {
    return active().map(this::seen).toList();
  }

  /** In the order of their creation. */
  List<Replica> replicas(Function<String, @Nullable Node> nodes) {
    return pods.values().stream()
        .sorted(BY_CREATION)
        .flatMap(pod -> replica(pod, nodes).stream())
        .map(this::terminatingIfStopped)
        .toList();
  }

  private Optional<Replica> replica(Pod pod, Function<String, @Nullable Node> nodes) {
    var replica = read.computeIfAbsent(name(pod), name -> PodReplica.of(pod, key));
    return isDisplaced(pod, nodes) ? replica.map(Replica::withoutPlace) : replica;
  }

  boolean hasPodOn(String node) {
    return pods.values().stream().anyMatch(pod -> node.equals(pod.getSpec().getNodeName()));
  }

  private static boolean isDisplaced(Pod pod, Function<String, @Nullable Node> nodes) {
    var node = pod.getSpec().getNodeName();
    return node != null && Displacement.isDisplaced(pod, nodes.apply(node));
  }

  private Replica terminatingIfStopped(Replica replica) {
    var stopped = victims.contains(replica.name()) || deleted.contains(replica.name());
    return stopped && replica.phase() != Phase.TERMINATING ? replica.terminating() : replica;
  }

  private Stream<Pod> active() {
    return pods.values().stream().filter(this::isActive);
  }

  private boolean isActive(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && !PodReplica.hasEnded(pod)
        && !deleted.contains(name(pod));
  }

  private SeenPod seen(Pod pod) {
    var rank = DeletionRank.of(pod);
    var writtenMark = marked.contains(name(pod)) ? Mark.WRITTEN : Mark.NONE;
    return new SeenPod(
        name(pod),
        rank,
        pod.getMetadata().getCreationTimestamp(),
        victims.contains(name(pod)),
        rank.cost() == Integer.MIN_VALUE ? Mark.SEEN : writtenMark,
        drains.containsKey(name(pod)),
        PodReplica.ordinal(pod));
  }

  private static String name(Pod pod) {
    return pod.getMetadata().getName();
  }
}
