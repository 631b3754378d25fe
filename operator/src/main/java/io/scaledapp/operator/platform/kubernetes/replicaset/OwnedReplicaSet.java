package io.scaledapp.operator.platform.kubernetes.replicaset;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetCondition;
import io.scaledapp.operator.app.Past.Drain;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Revision;
import io.scaledapp.operator.platform.kubernetes.cluster.RevisionKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ReplicaSet of one revision: how many pods it is to have, and what was seen of it. Not safe
 * for threads: every use is under one lock.
 */
final class OwnedReplicaSet {

  private final RevisionKey key;
  private final InstantSource clock;
  private final TrackedObject object = new TrackedObject();
  private final OwnedPods pods = new OwnedPods();
  private final Placeholders placeholders;
  private final List<CompletableFuture<Void>> preparations = new ArrayList<>();
  private Lowering lowering = Lowering.NONE;
  private @Nullable String problem;
  private int wanted;
  private boolean obsolete;

  /** The pods that the latest lowering of the count was to take, and to leave. */
  private record Lowering(Set<String> leaving, Set<String> staying) {
    static final Lowering NONE = new Lowering(Set.of(), Set.of());
  }

  OwnedReplicaSet(RevisionKey key, InstantSource clock) {
    this.key = key;
    this.clock = clock;
    this.placeholders = new Placeholders(key);
  }

  RevisionKey key() {
    return key;
  }

  TrackedObject object() {
    return object;
  }

  OwnedPods pods() {
    return pods;
  }

  /**
   * Takes the count over from what is there. A former leader's victims go on going: some of them
   * may be out of the count already.
   */
  void adopt() {
    var victims = pods.adoptVictims();
    var going = Math.max(0, pods.seen().size() - object.replicas());
    wanted = Math.max(0, object.replicas() - Math.max(0, victims - going));
    settle();
  }

  /** Has the ReplicaSet made; completes when it is. */
  CompletableFuture<Void> prepare(Revision revision) {
    object.demand(revision);
    obsolete = false;
    if (!object.isKnown()) {
      return CompletableFuture.failedFuture(new IllegalStateException(unknown()));
    }
    if (!object.differs()) {
      return CompletableFuture.completedFuture(null);
    }
    var done = new CompletableFuture<Void>();
    preparations.add(done);
    return done;
  }

  /** Has one more pod. */
  void start(Revision revision) {
    object.demand(revision);
    obsolete = false;
    if (!object.isKnown()) {
      throw new IllegalStateException(unknown());
    }
    wanted++;
    settle();
  }

  private String unknown() {
    return "ReplicaSet %s is not there any more, and nobody knows its template; reload the app"
        .formatted(key.replicaSet());
  }

  /**
   * Has one pod less, and this one go. One that is there beyond the count, since somebody else
   * raised it, goes without lowering it.
   */
  void stop(String id) {
    var one = placeholders.remove(id) || pods.stop(id.substring(id.indexOf('/') + 1));
    if (one) {
      wanted = Math.min(wanted, pods.staying() + placeholders.size());
    }
    settle();
  }

  /** Lets it go as soon as it is empty. */
  void retire() {
    obsolete = true;
  }

  /** Whether it has and is to have no pod. */
  boolean isIdle() {
    return wanted == 0 && object.replicas() == 0 && pods.isEmpty() && preparations.isEmpty();
  }

  /** Whether nothing is left of it, and nothing is wanted. */
  boolean isForgettable() {
    return isIdle() && object.seen().isEmpty() && !object.differs();
  }

  List<Replica> replicas(Function<String, @Nullable Node> nodes) {
    return Stream.concat(pods.replicas(nodes).stream(), placeholders.replicas(message()).stream())
        .toList();
  }

  private @Nullable String message() {
    return problem != null ? problem : object.seen().flatMap(OwnedReplicaSet::failure).orElse(null);
  }

  private static Optional<String> failure(ReplicaSet set) {
    return set.getStatus() == null
        ? Optional.empty()
        : set.getStatus().getConditions().stream()
            .filter(one -> one.getType().equals("ReplicaFailure"))
            .filter(one -> one.getStatus().equals("True"))
            .map(ReplicaSetCondition::getMessage)
            .findFirst();
  }

  /** Brings the placeholders in line, after anything changed. */
  void settle() {
    placeholders.resize(wanted - pods.staying(), clock.instant());
  }

  /** The next call to make; empty when there is nothing to do. */
  Optional<Call> nextCall() {
    dropCancelledPreparations();
    var step =
        Steps.next(
            new Situation(
                object.seen().isPresent(),
                object.differs(),
                obsolete,
                object.replicas(),
                wanted,
                pods.seen()));
    if (step instanceof Step.Rest) {
      return Optional.empty();
    }
    object.calling();
    return Optional.of(call(step));
  }

  private Call call(Step step) {
    var set =
        step instanceof Step.Apply
            ? object.intent(Math.max(object.replicas(), wanted))
            : object.seen().orElse(null);
    var drain =
        step instanceof Step.KeepDrain keep
            ? pods.wantedDrain(keep.pod())
            : Optional.<Drain>empty();
    return new Call(step, set, object.seen().isPresent(), drain);
  }

  private void dropCancelledPreparations() {
    if (preparations.removeIf(CompletableFuture::isDone) && isIdle() && object.seen().isEmpty()) {
      object.leaveAsItIs();
    }
  }

  /**
   * Takes in that a call was made.
   *
   * @param answer the ReplicaSet as it is now, if the call was about it
   * @return the pods that went in place of a victim
   */
  Set<String> made(Call call, @Nullable ReplicaSet answer) {
    if (answer != null) {
      object.written(answer);
    }
    object.called();
    problem = null;
    return switch (call.step()) {
      case Step.Mark(String pod) -> {
        pods.marked(pod);
        yield Set.of();
      }
      case Step.KeepDrain(String pod) -> {
        pods.drainKept(pod, call.drain());
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
      case Step.Rest _, Step.Apply _, Step.Remove _, Step.Raise _ -> Set.of();
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

  /** The API server said no: told to whoever waits. */
  List<CompletableFuture<Void>> refused(String message) {
    failed(message);
    if (wanted == 0 && object.seen().isEmpty()) {
      object.leaveAsItIs();
    }
    return takePreparations();
  }

  /** The object was another than it was taken for; this is what is there. */
  void reread(Optional<ReplicaSet> there) {
    there.ifPresentOrElse(
        object::see, () -> object.seen().ifPresent(one -> object.gone(one.getMetadata().getUid())));
    object.called();
  }

  /** The call was not answered, and is made again. */
  void failed(@Nullable String message) {
    problem = message;
    object.called();
  }

  /** Those who wait for the ReplicaSet. */
  List<CompletableFuture<Void>> takePreparations() {
    var waiting = List.copyOf(preparations);
    preparations.clear();
    return waiting;
  }
}
