package io.scaledapp.operator.app.plan;

import io.scaledapp.operator.app.Replica.Phase;
import io.scaledapp.operator.app.plan.Rollout.Preparation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plans one app's next steps. A pure function, and idempotent: what it plans depends on what is
 * there, never on what was planned before.
 *
 * <p>Without a rollout it keeps {@code desired} replicas: draining ones are revived before any is
 * started, and {@link Victims} go. In a rollout replicas of the serving revision are started up to
 * {@code desired} with a surge of a quarter of it (at least 1), and for each that is ready one of
 * the others is drained, so that there are never fewer ready ones than before. A replica whose
 * place goes away is replaced in the same way. On trial, replicas of the wanted revision are kept
 * beside {@code desired} ones of the one that serves. Victims of the serving revision keep their
 * sessions, if they are to, for as long as it serves.
 */
public final class Planner {

  private static final double SURGE = 0.25;

  private final Rollout rollout;
  private final int desired;
  private final Instant now;
  private final DrainPolicy drains;
  private final List<ReplicaState> own;
  private final List<ReplicaState> onTrial;
  private final int wantedOnTrial;
  private final List<ReplicaState> others;
  private final List<ReplicaState> draining;

  private Planner(
      Rollout rollout, List<ReplicaState> replicas, int desired, DrainPolicy drains, Instant now) {
    this.rollout = rollout;
    this.desired = desired;
    this.now = now;
    this.drains = drains;
    var alive =
        replicas.stream().filter(one -> one.replica().phase() != Phase.TERMINATING).toList();
    this.draining = alive.stream().filter(ReplicaState::isDraining).toList();
    var kept = alive.stream().filter(one -> !one.isDraining()).toList();
    this.own = kept.stream().filter(this::isOwn).toList();
    this.wantedOnTrial = rollout.activeTrial().map(one -> one.replicas(desired)).orElse(0);
    this.onTrial = kept.stream().filter(this::isOnTrial).toList();
    this.others = kept.stream().filter(one -> !isOwn(one) && !isOnTrial(one)).toList();
  }

  /**
   * The steps to take now, in order.
   *
   * @param replicas every replica that has not gone yet
   * @param desired how many there should be
   * @param drains how long the victims of this plan stay
   */
  public static List<Action> plan(
      Rollout rollout, List<ReplicaState> replicas, int desired, DrainPolicy drains, Instant now) {
    return new Planner(rollout, replicas, desired, drains, now).plan();
  }

  /** The steps towards no replica at all, for an app that is deleted or needs none any more. */
  public static List<Action> planRemoval(
      List<ReplicaState> replicas, Duration drainTimeout, Instant now) {
    return plan(Rollout.NONE, replicas, 0, new DrainPolicy(drainTimeout, null), now);
  }

  private List<Action> plan() {
    var actions = new ArrayList<Action>();
    if (rollout.preparation() == Preparation.NEEDED) {
      actions.add(new Action.Prepare(rollout.wanted()));
    }
    var revived = revived();
    revived.forEach(one -> actions.add(new Action.Revive(one.id())));
    if (rollout.canStart()) {
      Stream.generate(() -> new Action.Start(rollout.serving()))
          .limit(Math.max(0, missing() - revived.size()))
          .forEach(actions::add);
    }
    Stream.generate(() -> new Action.Start(rollout.wanted()))
        .limit(Math.max(0, wantedOnTrial - onTrial.size()))
        .forEach(actions::add);
    victims().forEach(one -> actions.add(leave(one)));
    var leaving = draining.stream().filter(one -> !revived.contains(one)).toList();
    leaving.stream()
        .filter(this::isKeptTooLong)
        .forEach(one -> actions.add(drain(one, drains.timeout(), null)));
    leaving.stream()
        .filter(one -> isDrained(one) && isLast(one, revived))
        .forEach(one -> actions.add(new Action.Stop(one.id())));
    return actions;
  }

  private boolean isOwn(ReplicaState one) {
    return one.replica().revision() == rollout.serving() && !one.replica().displaced();
  }

  private boolean isOnTrial(ReplicaState one) {
    return wantedOnTrial > 0
        && one.replica().revision() == rollout.wanted()
        && !one.replica().displaced();
  }

  private int missing() {
    var surge = (int) Math.max(1, Math.ceil(desired * SURGE));
    var most = others.isEmpty() || desired == 0 ? desired : desired + surge;
    var places = own.size() + others.stream().filter(ReplicaState::mayServe).count();
    return (int) Math.min(desired - own.size(), most - places);
  }

  /**
   * The ready ones first, and of these the one that was drained last has lost the least. Of a row
   * the first.
   */
  private List<ReplicaState> revived() {
    return draining.stream()
        .filter(one -> isOwn(one) && one.mayServe())
        .sorted(
            Comparator.<ReplicaState, @Nullable Integer>comparing(
                    ReplicaState::ordinal, Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(
                    Comparator.comparing(ReplicaState::isReady)
                        .thenComparing(
                            one -> one.drain() == null ? Instant.MIN : one.drain().since())
                        .reversed()))
        .limit(Math.max(0, missing()))
        .toList();
  }

  private List<ReplicaState> victims() {
    var tooMany = Victims.of(own, own.size() - desired);
    var tooManyOnTrial = Victims.of(onTrial, onTrial.size() - wantedOnTrial);
    return Stream.of(replacedOthers(), tooMany, tooManyOnTrial).flatMap(List::stream).toList();
  }

  /** Others give way to ready replicas of the serving revision; useless ones hold no place. */
  private List<ReplicaState> replacedOthers() {
    if (!rollout.canStart() && desired > 0) {
      return List.of();
    }
    var serving = others.stream().filter(ReplicaState::mayServe).toList();
    var useless = others.stream().filter(one -> !one.mayServe());
    var ready = (int) own.stream().filter(ReplicaState::isReady).count();
    var replaced = Victims.of(serving, serving.size() - Math.max(0, desired - ready));
    return Stream.concat(useless, replaced.stream()).toList();
  }

  private Action leave(ReplicaState victim) {
    return victim.mayServe() || victim.ordinal() != null
        ? drain(victim)
        : new Action.Stop(victim.id());
  }

  /** A victim of a scale-down is one of the serving revision: others make room for that. */
  private Action drain(ReplicaState victim) {
    var untilIdle = isOwn(victim) ? drains.keepUntilIdle() : null;
    return untilIdle == null
        ? drain(victim, drains.timeout(), null)
        : drain(victim, DrainPolicy.LONGEST_KEPT, untilIdle);
  }

  private Action drain(ReplicaState victim, Duration most, @Nullable Duration untilIdle) {
    return new Action.Drain(victim.id(), now.plus(most), untilIdle);
  }

  /** Its sessions have had their time, or are no longer to be kept. */
  private boolean isKeptTooLong(ReplicaState one) {
    var drain = one.drain();
    return drain != null
        && drain.keepsSessions()
        && !isDrained(one)
        && (drains.keepUntilIdle() == null || !isOwn(one) || !now.isBefore(drain.deadline()));
  }

  /** Whether all that stand behind it in its row go as well. */
  private boolean isLast(ReplicaState one, List<ReplicaState> revived) {
    var staying =
        Stream.of(own, others, draining)
            .flatMap(List::stream)
            .filter(other -> !other.isDraining() || revived.contains(other) || !isDrained(other));
    return one.ordinal() == null || staying.noneMatch(other -> isBehind(other, one));
  }

  private static boolean isBehind(ReplicaState other, ReplicaState one) {
    var place = one.ordinal();
    return place != null && other.ordinal() != null && other.ordinal() > place;
  }

  private boolean isDrained(ReplicaState one) {
    var drain = one.drain();
    return drain == null
        || !one.mayServe()
        || (drain.confirmed() && one.inFlight() == 0)
        || (!drain.keepsSessions() && !now.isBefore(drain.deadline()));
  }
}
