package io.scaledapp.operator.app.engine;

import io.scaledapp.balancer.control.RevisionSplit;
import io.scaledapp.operator.app.Adoption;
import io.scaledapp.operator.app.AppEvent;
import io.scaledapp.operator.app.AppEvent.Kind;
import io.scaledapp.operator.app.AppOperationException;
import io.scaledapp.operator.app.JobFailedException;
import io.scaledapp.operator.app.ListedReplica;
import io.scaledapp.operator.app.ListedRevision;
import io.scaledapp.operator.app.Past;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Replica.Phase;
import io.scaledapp.operator.app.history.Cause;
import io.scaledapp.operator.app.history.RevisionRecord;
import io.scaledapp.operator.app.model.AppModel;
import io.scaledapp.operator.app.model.RevisionTemplate;
import io.scaledapp.operator.app.plan.Action;
import io.scaledapp.operator.app.plan.InFlight;
import io.scaledapp.operator.app.plan.Planner;
import io.scaledapp.operator.app.plan.ReplicaState;
import io.scaledapp.operator.app.plan.Rollout;
import io.scaledapp.operator.app.plan.RolloutWords;
import io.scaledapp.operator.app.status.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One app's replicas: looks at them and carries out what is planned. Confined to the loop. */
final class Workload {

  private static final Logger log = LoggerFactory.getLogger(Workload.class);

  private final String app;
  private final Surroundings around;
  private final Runnable wake;
  private final SeenReplicas replicas;
  private final Revisions revisions = new Revisions();
  private final Drains drains;
  private final Waits waits = new Waits();
  private final Reloads reloads;
  private final Recycler recycler;
  private final Trials trials;
  private final KeptRevisions kept;
  private Rollout rollout;
  private CompletableFuture<Void> preparation = CompletableFuture.completedFuture(null);
  private Instant preparedAt = Instant.EPOCH;
  private @Nullable String problem;
  private boolean unmended;

  /**
   * Begins with what its platform has of the app.
   *
   * @param wake asks for another pass over the app
   */
  Workload(AppModel model, Past past, Surroundings around, Runnable wake, Instant now) {
    this.app = model.id();
    this.around = around;
    this.wake = wake;
    this.replicas = new SeenReplicas(app, around.platform());
    this.drains = new Drains(past.drains());
    this.reloads = new Reloads(words());
    this.recycler = new Recycler(app, around);
    this.trials = new Trials(app, around.events());
    this.kept = new KeptRevisions(model.source(), around.platform());
    if (past.isNone() || model.template() == null) {
      this.rollout = Rollout.first(kept.begin(model), now);
      revisions.add(rollout.wanted(), model);
      kept.began(rollout.wanted(), model, Cause.STARTED, null);
    } else {
      replicas.look();
      var digest = model.template().digest();
      var resumed = Rollout.resumed(past, digest, replicas.latest(), now);
      this.rollout = trials.resumed(resumed, model, now);
      revisions.resume(past.revisions(), rollout.wanted(), model);
      this.unmended = past.revisions().containsKey(rollout.wanted());
    }
  }

  /** What another left of the newest revision may have been changed since; it is mended once. */
  void mend() {
    if (unmended) {
      unmended = false;
      around
          .platform()
          .prepare(revisions.get(rollout.wanted()))
          .exceptionally(
              failure -> {
                log.atWarn().setCause(failure).addKeyValue("app", app).log("cannot be mended");
                return null;
              });
    }
  }

  Rollout rollout() {
    return rollout;
  }

  List<Replica> replicas() {
    return replicas.latest();
  }

  List<ListedReplica> list(InFlight inFlight) {
    return drains.states(replicas.latest(), inFlight).stream()
        .map(one -> new ListedReplica(one.replica(), one.drain() != null, one.inFlight()))
        .toList();
  }

  /** The workload whose replicas they are; null when they are the platform's own. */
  @Nullable Adoption adoption() {
    return replicas.adoption();
  }

  /** Whether nothing is left of it. */
  boolean isGone() {
    return replicas.latest().isEmpty() && replicas.adoption() == null;
  }

  boolean hasDrains() {
    return !drains.isEmpty();
  }

  /** Of those that must get no new request, or only what belongs to their sessions. */
  Map<String, Past.Drain> drains() {
    return drains.all();
  }

  /** Victims that keep their sessions. */
  int keeping() {
    return drains.keeping();
  }

  /** Why the platform did not do what it was told in the latest pass. */
  @Nullable String problem() {
    return problem;
  }

  /** What is wrong with how replicas are recycled; null when nothing is. */
  @Nullable Trouble recyclingTrouble() {
    return recycler.trouble();
  }

  /** Whether all is as it is to be, and stays so until the platform or the app changes. */
  boolean isSettled(int desired) {
    return rollout.done()
        && rollout.failure() == null
        && preparation.isDone()
        && problem == null
        && drains.isEmpty()
        && recycler.isIdle()
        && replicas.latest().size() == desired
        && replicas.latest().stream().allMatch(one -> one.isReady() && !one.displaced());
  }

  /** How requests are divided while a revision is on trial; empty while none is. */
  Optional<RevisionSplit> split() {
    return rollout.activeTrial().map(trial -> new RevisionSplit(rollout.wanted(), trial.weight()));
  }

  /** Whether nothing runs and nothing can be started, until the app is changed. */
  boolean cannotStart() {
    return rollout.preparation() == Rollout.Preparation.FAILED
        && !rollout.canStart()
        && replicas.latest().stream().allMatch(one -> one.phase() == Phase.TERMINATING);
  }

  /** Replicas that take requests. */
  int ready() {
    var leaving = drains.replicas();
    return (int)
        replicas.latest().stream()
            .filter(one -> one.isReady() && !leaving.contains(one.id()))
            .count();
  }

  /** A changed template makes the next revision, and so does another try after a failure. */
  void apply(AppModel model, Instant now) {
    if (model.isAdopting() || model.hasFixedEndpoints()) {
      return;
    }
    if (revisions.differFrom(model)) {
      next(model, Cause.TEMPLATE_CHANGED, null, now);
    } else if (rollout.failure() != null) {
      next(model, Cause.RETRY, null, now);
    } else if (rollout.trial() != null) {
      rollout = trials.changed(rollout, model.trialPlan(), now);
    }
  }

  CompletableFuture<Void> reload(AppModel model, Instant now) {
    next(model, Cause.RELOAD, null, now);
    return reloads.await(rollout.wanted());
  }

  /**
   * Gives up the revision that is being rolled out, if the one before is to go on.
   *
   * @param number of the revision to go back to; null for the one before
   * @return the revision that is to be rolled out again, if that is needed
   */
  Optional<RevisionRecord> rollback(@Nullable Integer number, Instant now) {
    if (rollout.canBeRolledBack() && (number == null || number == rollout.lastGood())) {
      giveUp(now);
      return Optional.empty();
    }
    if (number == null && rollout.failure() != null) {
      throw new AppOperationException(
          rollout.failureInWords(words()) + "; to go further back, name a revision with --to");
    }
    var digest = revisions.get(rollout.serving()).digest();
    return Optional.of(kept.target(number, rollout, digest));
  }

  private void giveUp(Instant now) {
    preparation.cancel(true);
    rollout = rollout.rolledBack("was rolled back by a command");
    reloads.settle(rollout, replicas.latest());
    tell(Kind.ROLLOUT_FAILED, Rollout.ROLLED_BACK + ": " + rollout.failureInWords(words()), now);
  }

  /**
   * Rolls the template of a former revision out.
   *
   * @param model with that template
   * @param former the number of that revision
   * @return the number of the revision that it is now
   */
  int goBack(AppModel model, int former, Instant now) {
    next(model, Cause.ROLLBACK, "to revision " + former, now);
    return rollout.wanted();
  }

  /** What is in place is made from; null while nothing is, or where that is not known. */
  @Nullable RevisionTemplate inPlace() {
    return revisions.template(rollout.inPlace());
  }

  /** The revisions that are kept. */
  List<ListedRevision> history() {
    return kept.list(rollout);
  }

  /** Nothing is kept of the app any more. */
  void forgetHistory() {
    kept.forget();
  }

  void failReloads(String message) {
    reloads.failAll(message);
  }

  private void next(AppModel model, Cause cause, @Nullable String message, Instant now) {
    unmended = false;
    // An outdated build must not hold up the one that follows it.
    preparation.cancel(true);
    rollout = trials.begun(rollout.next(now), model.trialPlan(), now);
    revisions.add(rollout.wanted(), model);
    kept.began(rollout.wanted(), model, cause, message);
    if (!replicas.latest().isEmpty()) {
      var why = cause == Cause.ROLLBACK ? ", back " + message : "";
      tell(Kind.ROLLOUT_STARTED, "rollout of revision " + rollout.wanted() + why + " begins", now);
    }
  }

  /** Sees what became of the replicas. */
  void look(Instant now) {
    var before = replicas.latest();
    replicas.look();
    var happened = ReplicaEvents.between(before, replicas.latest(), app, now);
    happened.forEach(around.events());
    waits.look(replicas.latest(), app, now).forEach(around.events());
    drains.retain(replicas.ids());
    revisions.retain(rollout, replicas.latest());
  }

  /** Takes the next steps towards {@code desired} replicas. */
  void proceed(AppModel model, int desired, LoadWatch load, Instant now) {
    drains.look(replicas.latest(), load.inFlight(), now);
    var seen = drains.states(replicas.latest(), load.inFlight());
    var states = recycler.look(model, seen, rollout, now);
    var before = rollout;
    rollout = rollout.observe(states, desired, around.settings().progressDeadline(), now);
    rollout = trials.next(rollout, desired, load.revisions(), now);
    tellOfRollout(before, now);
    kept.look(rollout, model, words(), now);
    prepareAgain(now);
    act(Planner.plan(rollout, states, planned(desired), model.drains(), now), now);
    reloads.settle(rollout, replicas.latest());
  }

  private int planned(int desired) {
    var adoption = replicas.adoption();
    if (adoption == null) {
      return desired;
    }
    var leaving = drains.replicas();
    var alive = replicas.latest().stream().filter(one -> one.phase() != Phase.TERMINATING);
    return adoption.planned(
        desired, (int) alive.filter(one -> !leaving.contains(one.id())).count());
  }

  /** Leaves every replica where it is, and has each take requests again. */
  void rest(Instant now) {
    act(drains.replicas().stream().<Action>map(Action.Revive::new).toList(), now);
  }

  /** Takes the next steps towards no replica at all. */
  void leave(AppModel model, InFlight inFlight, Instant now) {
    if (preparation.cancel(true)) {
      rollout =
          rollout.preparationFailed(
              words().unprepared(), "was ended, since no replica is wanted any more");
    }
    recycler.rest();
    List<ReplicaState> states = drains.states(replicas.latest(), inFlight);
    act(Planner.planRemoval(states, model.drains().timeout(), now), now);
  }

  private void act(List<Action> actions, Instant now) {
    var former = problem;
    problem = null;
    for (var action : actions) {
      try {
        act(action, now);
      } catch (RuntimeException broken) {
        problem = action + ": " + broken.getMessage();
        // It is tried again each second: once in the log is enough.
        if (!problem.equals(former)) {
          log.atError().setCause(broken).addKeyValue("app", app).log("the platform failed");
        }
      }
    }
  }

  private void act(Action action, Instant now) {
    switch (action) {
      case Action.Prepare(int revision) -> prepare(revision, now);
      case Action.Start(int revision) -> around.platform().start(revisions.get(revision));
      case Action.Drain(String replica, Instant deadline, Duration untilIdle) -> {
        var drain = new Past.Drain(now, deadline, untilIdle);
        drains.begin(replica, drain);
        around.platform().keepDrain(replica, drain);
        tell(Kind.DRAINING, replica, DrainWords.of(drain), now);
      }
      case Action.Revive(String replica) -> {
        drains.end(replica);
        around.platform().forgetDrain(replica);
        tell(Kind.REVIVED, replica, "takes requests again", now);
      }
      case Action.Stop(String replica) -> replicas.stop(replica);
    }
  }

  private void prepare(int revision, Instant now) {
    rollout = rollout.preparing();
    tell(Kind.PREPARING, "revision " + revision + " is being prepared", now);
    beginPreparation(revision, now);
  }

  /** Once more what was refused; nobody is told unless it ends in another way. */
  private void prepareAgain(Instant now) {
    if (rollout.isTriedAgain(words()) && preparation.isDone() && words().isDue(preparedAt, now)) {
      beginPreparation(rollout.wanted(), now);
    }
  }

  private void beginPreparation(int revision, Instant now) {
    preparedAt = now;
    preparation = around.platform().prepare(revisions.get(revision)).toCompletableFuture();
    preparation.whenCompleteAsync((done, failure) -> prepared(revision, failure), around.loop());
  }

  private void prepared(int revision, @Nullable Throwable failure) {
    if (revision != rollout.wanted() || failure instanceof CancellationException) {
      return;
    }
    var now = around.clock().instant();
    if (failure == null) {
      rollout = rollout.prepared(now);
    } else {
      var cause =
          failure instanceof CompletionException && failure.getCause() != null
              ? failure.getCause()
              : failure;
      var former = rollout.failure();
      var reason = cause instanceof JobFailedException ? Rollout.JOB_FAILED : words().unprepared();
      rollout = rollout.preparationFailed(reason, String.valueOf(cause.getMessage()));
      if (!Objects.equals(former, rollout.failure())) {
        tell(Kind.PREPARE_FAILED, rollout.failureInWords(words()), now);
      }
    }
    wake.run();
  }

  private void tellOfRollout(Rollout before, Instant now) {
    var failure = rollout.failure();
    if (failure != null && before.failure() == null) {
      tell(Kind.ROLLOUT_FAILED, failure.reason() + ": " + rollout.failureInWords(words()), now);
    }
    if (rollout.done() && !before.done()) {
      tell(Kind.ROLLOUT_DONE, "revision " + rollout.wanted() + " is in place", now);
    }
  }

  private RolloutWords words() {
    return around.settings().rolloutWords();
  }

  private void tell(Kind kind, String message, Instant now) {
    around.events().accept(new AppEvent(now, app, kind, null, message));
  }

  private void tell(Kind kind, String replica, String what, Instant now) {
    around.events().accept(new AppEvent(now, app, kind, replicas.name(replica), what));
  }
}
