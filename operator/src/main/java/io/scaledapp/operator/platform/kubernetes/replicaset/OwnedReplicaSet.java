package io.scaledapp.operator.platform.kubernetes.replicaset;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetCondition;
import io.scaledapp.operator.app.Past.Drain;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Revision;
import io.scaledapp.operator.platform.kubernetes.cluster.RevisionKey;
import io.scaledapp.operator.platform.kubernetes.replicaset.Situation.Removal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ReplicaSet of one revision: how many pods it is to have, and what was seen of it. Not safe
 * for threads: every use is under one lock.
 */
final class OwnedReplicaSet implements Counted<ReplicaSet> {

  private final RevisionKey key;
  private final TrackedObject object;
  private final PodCount count;
  private final List<CompletableFuture<Void>> preparations = new ArrayList<>();
  private @Nullable String problem;
  private boolean obsolete;

  OwnedReplicaSet(RevisionKey key, InstantSource clock, boolean resizes) {
    this.key = key;
    this.object = new TrackedObject(resizes);
    this.count = new PodCount(key, clock);
  }

  @Override
  public RevisionKey key() {
    return key;
  }

  TrackedObject object() {
    return object;
  }

  OwnedPods pods() {
    return count.pods();
  }

  /** Takes the count over from what is there. */
  void adopt() {
    count.adopt(object.replicas());
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
    count.start();
  }

  private String unknown() {
    return "ReplicaSet %s is not there any more, and nobody knows its template; reload the app"
        .formatted(key.replicaSet());
  }

  /** Has one pod less, and this one go. */
  void stop(String replica) {
    count.stop(replica);
  }

  /** Lets it go as soon as it is empty. */
  void retire() {
    obsolete = true;
  }

  /** Whether it has and is to have no pod. */
  boolean isIdle() {
    return count.wanted() == 0
        && object.replicas() == 0
        && pods().isEmpty()
        && preparations.isEmpty();
  }

  /** Whether nothing is left of it, and nothing is wanted. */
  boolean isForgettable() {
    return isIdle() && object.seen().isEmpty() && !object.differs();
  }

  List<Replica> replicas(Function<String, @Nullable Node> nodes) {
    return count.replicas(nodes, message());
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
    count.settle();
  }

  @Override
  public Optional<Call<ReplicaSet>> nextCall() {
    dropCancelledPreparations();
    Step step =
        Steps.next(
            new Situation(
                Removal.BY_RANK,
                object.seen().isPresent(),
                object.differs(),
                obsolete,
                object.replicas(),
                count.wanted(),
                pods().seen()));
    if (step instanceof Step.Rest) {
      // Of all steps the one that may wait.
      step = pods().lowerCpu().<Step>map(one -> one).orElse(step);
    }
    if (step instanceof Step.Rest) {
      return Optional.empty();
    }
    object.calling();
    return Optional.of(call(step));
  }

  private Call<ReplicaSet> call(Step step) {
    var set =
        step instanceof Step.Apply
            ? object.intent(Math.max(object.replicas(), count.wanted()))
            : object.seen().orElse(null);
    var drain =
        step instanceof Step.KeepDrain keep
            ? pods().wantedDrain(keep.pod())
            : Optional.<Drain>empty();
    return new Call<>(step, set, object.seen().isPresent(), drain);
  }

  private void dropCancelledPreparations() {
    if (preparations.removeIf(CompletableFuture::isDone) && isIdle() && object.seen().isEmpty()) {
      object.leaveAsItIs();
    }
  }

  @Override
  public Set<String> made(Call<ReplicaSet> call, @Nullable ReplicaSet answer) {
    if (answer != null) {
      object.written(answer);
    }
    object.called();
    problem = null;
    return count.made(call);
  }

  @Override
  public List<CompletableFuture<Void>> refused(String message) {
    failed(message);
    if (count.wanted() == 0 && object.seen().isEmpty()) {
      object.leaveAsItIs();
    }
    return takePreparations();
  }

  @Override
  public void reread(Optional<ReplicaSet> there) {
    there.ifPresentOrElse(
        object::see, () -> object.seen().ifPresent(one -> object.gone(one.getMetadata().getUid())));
    object.called();
  }

  @Override
  public void failed(@Nullable String message) {
    problem = message;
    object.called();
  }

  @Override
  public List<CompletableFuture<Void>> takePreparations() {
    var waiting = List.copyOf(preparations);
    preparations.clear();
    return waiting;
  }
}
