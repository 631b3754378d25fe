package io.scaledapp.operator.platform.kubernetes.replicaset;

import io.fabric8.kubernetes.api.model.Node;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.platform.kubernetes.cluster.RevisionKey;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many pods an object of the cluster is to have, and which of them go. Confined to its owner's
 * lock.
 */
final class PodCount {

  private final InstantSource clock;
  private final OwnedPods pods;
  private final Placeholders placeholders;
  private Lowering lowering = Lowering.NONE;
  private int wanted;

  /** The pods that the latest lowering of the count was to take, and to leave. */
  private record Lowering(Set<String> leaving, Set<String> staying) {
    static final Lowering NONE = new Lowering(Set.of(), Set.of());
  }

  PodCount(RevisionKey key, InstantSource clock) {
    this.clock = clock;
    this.pods = new OwnedPods(key);
    this.placeholders = new Placeholders(key);
  }

  OwnedPods pods() {
    return pods;
  }

  int wanted() {
    return wanted;
  }

  /**
   * Takes the count over from what is there. A former leader's victims go on going: some of them
   * may be out of the count already.
   */
  void adopt(int replicas) {
    var victims = pods.adoptVictims();
    var going = Math.max(0, pods.seen().size() - replicas);
    wanted = Math.max(0, replicas - Math.max(0, victims - going));
    settle();
  }

  /** The count is somebody else's, and no pod was told to stop. */
  void follow(int replicas) {
    pods.forgetWishes();
    wanted = replicas;
    settle();
  }

  /** Has one more pod. */
  void start() {
    wanted++;
    settle();
  }

  /**
   * Has one pod less, and this one go. One that is there beyond the count, since somebody else
   * raised it, goes without lowering it.
   */
  void stop(String replica) {
    if (placeholders.remove(replica) || pods.stop(replica)) {
      wanted = Math.min(wanted, pods.staying() + placeholders.size());
    }
    settle();
  }

  /** Brings the placeholders in line, after anything changed. */
  void settle() {
    placeholders.resize(wanted - pods.staying(), clock.instant());
  }

  /**
   * Each pod, and each place for one.
   *
   * @param message why there is no pod in a place yet; null when there is nothing to say
   */
  List<Replica> replicas(Function<String, @Nullable Node> nodes, @Nullable String message) {
    return Stream.concat(pods.replicas(nodes).stream(), placeholders.replicas(message).stream())
        .toList();
  }

  /** Takes in that a step was made; returns the pods that went in place of a victim. */
  Set<String> made(Call<?> call) {
    return switch (call.step()) {
      case Step.Mark(String pod) -> {
        pods.marked(pod);
        yield Set.of();
      }
      case Step.KeepDrain(String pod) -> {
        pods.drainKept(pod, call.drain());
        yield Set.of();
      }
      case Step.LowerCpu(String pod, var _, var _) -> {
        pods.lowered(pod);
        yield Set.of();
      }
      case Step.Lower(int count, Set<String> leaving) -> {
        lowering = new Lowering(leaving, pods.activeExcept(leaving));
        yield Set.of();
      }
      case Step.Delete(String pod) -> {
        pods.deleted(pod);
        settle();
        yield lostFor(pod);
      }
      case Step.Rest _, Step.Apply _, Step.Remove _, Step.Raise _, Step.Unmark _ -> Set.of();
    };
  }

  /** A victim that had to be deleted though it was to go by the count: another went for it. */
  private Set<String> lostFor(String victim) {
    if (!lowering.leaving().contains(victim)) {
      return Set.of();
    }
    var left = pods.activeExcept(Set.of());
    var lost =
        lowering.staying().stream().filter(pod -> !left.contains(pod)).collect(Collectors.toSet());
    lowering = Lowering.NONE;
    return lost;
  }
}
