package io.scaledapp.operator.platform.kubernetes.replicaset;

import io.scaledapp.crds.v1alpha1.TargetKind;
import io.scaledapp.operator.app.Adoption;
import io.scaledapp.operator.app.Past.Drain;
import io.scaledapp.operator.app.Sight;
import io.scaledapp.operator.platform.kubernetes.cluster.RevisionKey;
import io.scaledapp.operator.platform.kubernetes.replicaset.Situation.Removal;
import io.scaledapp.operator.platform.kubernetes.target.Standing;
import io.scaledapp.operator.platform.kubernetes.target.Target;
import io.scaledapp.operator.platform.kubernetes.target.TargetKey;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A workload of somebody else that an app adopts: its count is the app's to set for as long as
 * nothing stands against it. Not safe for threads: every use is under one lock.
 */
final class AdoptedWorkload implements Counted<Target> {

  /** Tells the pods of a Deployment apart by the template that they were made from. */
  private static final String TEMPLATE_LABEL = "pod-template-hash";

  private final RevisionKey key;
  private final PodCount count;
  private final Set<String> unmarked = new HashSet<>();
  private Standing standing;
  private @Nullable Target seen;
  private @Nullable String problem;
  private boolean held;
  private boolean wasHeld;
  private boolean calling;
  private int leastWhenGivenBack;

  AdoptedWorkload(RevisionKey key, TargetKey target, InstantSource clock) {
    this.key = key;
    this.standing = Standing.unknown(target);
    this.count = new PodCount(key, clock);
  }

  @Override
  public RevisionKey key() {
    return key;
  }

  PodCount count() {
    return count;
  }

  Standing standing() {
    return standing;
  }

  Optional<Target> seen() {
    return Optional.ofNullable(seen);
  }

  /** From the watch, read, or answered; what is older than what is known is passed over. */
  void see(Target target) {
    var before = seen;
    if (before == null || !before.uid().equals(target.uid()) || version(target) > version(before)) {
      seen = target;
    }
    settle();
  }

  void gone() {
    seen = null;
    settle();
  }

  /** What stands against the app's having it, if anything, is another. */
  void stand(Standing now) {
    standing = now;
    settle();
  }

  /** While it is not held the count is its owner's, and so it is at the begin. */
  private void settle() {
    var holds = standing.refusal() == null && seen != null && leastWhenGivenBack == 0;
    if (holds && !held) {
      unmarked.clear();
      wasHeld = true;
      count.adopt(replicas());
    } else if (!holds) {
      count.follow(replicas());
    }
    held = holds;
    count.settle();
  }

  /** Gives it back with the replicas that it has, or the least if it has none. */
  void giveBack(int least) {
    leastWhenGivenBack = least;
    settle();
  }

  /** Whether it was given back, and nothing is left to do for that. */
  boolean isGivenBack() {
    return leastWhenGivenBack > 0 && !calling && step() instanceof Step.Rest;
  }

  Sight sight() {
    var adoption =
        new Adoption(
            standing.key().words(),
            count.wanted(),
            isRolling(),
            seen == null ? null : seen.selector().toString(),
            standing.refusal());
    return new Sight(
        standing.isRouted() ? count.replicas(node -> null, problem) : List.of(), adoption);
  }

  private int replicas() {
    return seen == null ? 0 : seen.replicas();
  }

  private boolean isRolling() {
    return standing.key().kind() == TargetKind.DEPLOYMENT && count.pods().kinds(TEMPLATE_LABEL) > 1;
  }

  @Override
  public Optional<Call<Target>> nextCall() {
    var step = step();
    if (step instanceof Step.Rest) {
      return Optional.empty();
    }
    if (step instanceof Step.Unmark unmark) {
      unmarked.add(unmark.pod());
    }
    calling = true;
    var drain =
        step instanceof Step.KeepDrain keep
            ? count.pods().wantedDrain(keep.pod())
            : Optional.<Drain>empty();
    return Optional.of(new Call<>(step, seen, true, drain));
  }

  private Step step() {
    if (seen == null || !standing.isRouted()) {
      return new Step.Rest();
    }
    if (!held) {
      return release();
    }
    return Steps.next(
        new Situation(
            removal(), true, false, false, replicas(), count.wanted(), count.pods().seen()));
  }

  private Removal removal() {
    if (isRolling()) {
      return Removal.NOT_AT_PRESENT;
    }
    return standing.key().kind() == TargetKind.STATEFUL_SET ? Removal.LAST : Removal.BY_RANK;
  }

  /** Leaves nothing of ours on its pods, and does not leave it at zero for good. */
  private Step release() {
    var mark = count.pods().unmark(unmarked);
    if (mark.isPresent()) {
      return mark.get();
    }
    return wasHeld && leastWhenGivenBack > 0 && replicas() == 0
        ? new Step.Raise(leastWhenGivenBack)
        : new Step.Rest();
  }

  @Override
  public Set<String> made(Call<Target> call, @Nullable Target answer) {
    called(null);
    if (answer != null) {
      see(answer);
    }
    return count.made(call);
  }

  @Override
  public List<CompletableFuture<Void>> refused(String message) {
    failed(message);
    return List.of();
  }

  @Override
  public void reread(Optional<Target> there) {
    called(problem);
    there.ifPresentOrElse(this::see, this::gone);
  }

  @Override
  public void failed(@Nullable String message) {
    unmarked.clear();
    called(message);
  }

  private void called(@Nullable String message) {
    calling = false;
    problem = message;
  }

  @Override
  public List<CompletableFuture<Void>> takePreparations() {
    return List.of();
  }

  private static long version(Target target) {
    return Long.parseLong(target.version());
  }
}
