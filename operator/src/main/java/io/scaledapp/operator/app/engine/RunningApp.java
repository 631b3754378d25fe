package io.scaledapp.operator.app.engine;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppStatus;
import io.scaledapp.operator.app.AppEvent;
import io.scaledapp.operator.app.AppEvent.Kind;
import io.scaledapp.operator.app.AppOperationException;
import io.scaledapp.operator.app.ListedReplica;
import io.scaledapp.operator.app.ListedRevision;
import io.scaledapp.operator.app.Past;
import io.scaledapp.operator.app.model.AppModel;
import io.scaledapp.operator.app.model.RevisionTemplate;
import io.scaledapp.operator.app.model.RouteMapping;
import io.scaledapp.operator.app.status.AppView;
import io.scaledapp.operator.app.status.StatusMapping;
import io.scaledapp.operator.app.status.Urls;
import io.scaledapp.operator.autoscaler.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One app with all that is known of it. Confined to the loop but for its snapshot. */
final class RunningApp {

  private final Surroundings around;
  private final Workload workload;
  private final AdoptionWatch adoption;
  private final String createdAt;
  private final Rest rest;
  private final SeasonKeeping seasonKeeping;
  private final Function<ScaledApp, AppModel> models;
  private Scaler scaler;
  private AppModel model;

  /** What was applied, which the model is too unless it was rolled back. */
  private AppModel applied;

  /** The template of a former revision that is in force in place of the one applied. */
  private @Nullable RevisionTemplate former;

  /** What the scheduled jobs run from; null for the model's own. */
  private @Nullable RevisionTemplate scheduled;

  private AppRoute route;
  private long generation;
  private boolean scaledByCommand;
  private @Nullable String deletedAt;
  private @Nullable CompletableFuture<Void> deletion;
  private @Nullable String rejected;
  private @Nullable String clash;
  private @Nullable String nameTaken;
  private boolean routed = true;
  private boolean answering;
  private volatile ScaledApp snapshot;
  private volatile List<ListedReplica> listedReplicas = List.of();
  private volatile List<ListedRevision> listedRevisions = List.of();

  /**
   * Begins to run an app.
   *
   * @param models reads another version of it
   */
  RunningApp(
      AppModel model,
      Function<ScaledApp, AppModel> models,
      LoadWatch load,
      Surroundings around,
      Consumer<RunningApp> wake,
      Instant now) {
    this.around = around;
    this.models = models;
    this.model = model;
    this.applied = model;
    if (model.isAdopting()) {
      around.platform().adopt(model.source());
    }
    var past = around.platform().past(model.id());
    this.workload = new Workload(model, past, around, () -> wake.accept(this), now);
    var season = around.platform().season(model.id());
    this.scaler = scaler(model, past, load, now).knowing(season);
    this.seasonKeeping = new SeasonKeeping(model.id(), around.platform(), season, now);
    this.adoption = new AdoptionWatch(model, this::tell);
    this.answering = workload.ready() > 0;
    this.rest = new Rest(model.id());
    this.createdAt = Snapshots.createdAt(model.source(), now);
    this.generation = Snapshots.generation(model.source(), 1);
    this.route = model.route();
    this.snapshot = model.source();
    schedule();
  }

  private static Scaler scaler(AppModel model, Past past, LoadWatch load, Instant now) {
    var status = model.source().getStatus();
    if (model.isAdopting()) {
      // What it has is known when it is adopted.
      return Scaler.resume(0, status == null ? null : status.lastDecision(), load, now);
    }
    return past.revisions().isEmpty() || status == null || status.desiredReplicas() == null
        ? Scaler.begin(model.scaling(), load, now)
        : Scaler.resume(status.desiredReplicas(), status.lastDecision(), load, now);
  }

  /** The app with its status; any thread. */
  ScaledApp snapshot() {
    return snapshot;
  }

  /** The replicas as of the latest pass; any thread. */
  List<ListedReplica> listedReplicas() {
    return listedReplicas;
  }

  /** The revisions that are kept, as of the latest pass; any thread. */
  List<ListedRevision> listedRevisions() {
    return listedRevisions;
  }

  AppModel model() {
    return model;
  }

  /** The app as it was applied, whatever it was rolled back to since. */
  ScaledApp applied() {
    return applied.source();
  }

  /** How requests reach the app, as of the latest pass; the same object while it stays equal. */
  AppRoute route() {
    return route;
  }

  String createdAt() {
    return createdAt;
  }

  boolean isDeleting() {
    return deletion != null;
  }

  /** Whether the count was set by a command, so that it outlives a version that names none. */
  boolean isScaledByCommand() {
    return scaledByCommand;
  }

  /** Puts another version in force; an app that was being deleted lives on. */
  void apply(AppModel changed, boolean byScaleCommand, Instant now) {
    scaledByCommand = byScaleCommand;
    if (!goesOnRolledBack(changed)) {
      former = null;
    }
    applied = changed;
    takeUp(
        former == null ? changed : models.apply(Snapshots.withTemplate(changed.source(), former)));
    if (model.isAdopting()) {
      around.platform().adopt(model.source());
    }
    rejected = null;
    if (deletion != null) {
      deletion.completeExceptionally(new AppOperationException("was applied again meanwhile"));
      deletion = null;
      deletedAt = null;
    }
    schedule();
    workload.apply(model, now);
  }

  /** What it was rolled back to outlives a version with the template that was rolled back. */
  private boolean goesOnRolledBack(AppModel changed) {
    return Objects.equals(changed.template(), applied.template())
        && workload.rollout().failure() == null;
  }

  private void takeUp(AppModel changed) {
    if (!changed.source().getSpec().equals(model.source().getSpec())) {
      generation = Snapshots.generation(changed.source(), generation + 1);
    }
    model = changed;
  }

  /** In each pass of each app: to compare templates would be much work for nothing. */
  @SuppressWarnings("ReferenceEquality")
  private boolean isOutdated() {
    return scheduled != workload.inPlace();
  }

  /** Jobs run from what serves: not from a revision that waits, is on trial or was given up. */
  private void schedule() {
    scheduled = workload.inPlace();
    var app = model.source();
    around
        .platform()
        .schedule(
            scheduled == null || app.getSpec().template() == null
                ? app
                : Snapshots.withTemplate(app, scheduled));
  }

  /** Which places other apps have that this one names; true when that is news. */
  boolean clash(@Nullable String places) {
    var news = !Objects.equals(clash, places);
    clash = places;
    return news;
  }

  /** Whether every balancer that clients reach has its route. */
  void routed(boolean everywhere) {
    routed = everywhere;
  }

  /** Who has its own name in the cluster; true when that is news. */
  boolean nameTaken(@Nullable String problem, Instant now) {
    var news = !Objects.equals(nameTaken, problem);
    if (news && problem != null) {
      tell(Kind.NAME_TAKEN, problem, now);
    }
    nameTaken = problem;
    return news;
  }

  void reject(String problem, Instant now) {
    rejected = problem;
    tell(Kind.REJECTED, problem, now);
  }

  CompletionStage<Void> delete(Instant now) {
    workload.failReloads("the app is being deleted");
    around.platform().endSchedules(model.id());
    if (deletion == null) {
      if (adoption.holds()) {
        tell(Kind.GIVEN_BACK, "the adopted workload is given back to its owner", now);
      }
      deletion = new CompletableFuture<>();
      deletedAt = Snapshots.timestamp(now);
    }
    return deletion;
  }

  CompletionStage<Void> reload(Instant now) {
    if (model.hasFixedEndpoints()) {
      throw new AppOperationException("has fixed endpoints: there is nothing to reload");
    }
    if (model.isAdopting()) {
      throw new AppOperationException("has adopted a workload, which is rolled out by its owner");
    }
    if (deletion != null) {
      throw new AppOperationException("is being deleted");
    }
    former = null;
    takeUp(applied);
    schedule();
    return workload.reload(model, now);
  }

  /**
   * Goes back to a former revision.
   *
   * @param number of it; null for the one before
   * @return what is done, for a person
   */
  String rollback(@Nullable Integer number, Instant now) {
    if (model.hasFixedEndpoints() || model.isAdopting()) {
      throw new AppOperationException("has no template: there is nothing to roll back");
    }
    if (deletion != null) {
      throw new AppOperationException("is being deleted");
    }
    var target = workload.rollback(number, now);
    if (target.isEmpty()) {
      return "rolled back";
    }
    former = target.get().template();
    takeUp(models.apply(Snapshots.withTemplate(applied.source(), former)));
    schedule();
    var revision = workload.goBack(model, target.get().number(), now);
    return "goes back to revision %d, as revision %d".formatted(target.get().number(), revision);
  }

  /** Has what another left of its replicas compared with what they are to be, once. */
  void mend() {
    if (deletion == null) {
      workload.mend();
    }
  }

  /** Whether a report that was just taken in must not wait for the next tick. */
  boolean isUrgent() {
    return scaler.needsActivation() || workload.hasDrains();
  }

  /** Whether a pass would change nothing. */
  boolean rests(Instant now) {
    return rest.goesOn(scaler.load(), now);
  }

  /** Observes, decides, plans and acts; true when nothing is left of a deleted app. */
  boolean pass(Instant now) {
    rest.end().ifPresent(scaler::restedUntil);
    workload.look(now);
    var inFlight = scaler.load().inFlight();
    if (model.isAdopting()) {
      adoption.look(workload.adoption()).ifPresent(count -> scaler = scaler.from(count, now));
    }
    if (deletion != null && model.isAdopting()) {
      around.platform().giveBack(model.id(), Math.max(1, model.scaling().min()));
    } else if (deletion != null || model.hasFixedEndpoints()) {
      workload.leave(model, inFlight, now);
    } else if (model.isAdopting() && !adoption.holds()) {
      workload.rest(now);
    } else if (!model.paused() || isFirstToDecide()) {
      var decision = decide(now);
      workload.proceed(model, decision.desired(), scaler.load(), now);
    }
    var routeNow = currentRoute();
    if (!routeNow.equals(route)) {
      route = routeNow;
    }
    if (deletion == null && isOutdated()) {
      schedule();
    }
    tellWhenAnswering(now);
    listedReplicas = workload.list(scaler.load().inFlight());
    listedRevisions = workload.history();
    var before = snapshot.getStatus();
    snapshot = Snapshots.of(model.source(), generation, createdAt, deletedAt, status(now));
    if (!snapshot.getStatus().equals(before)) {
      around.statuses().accept(snapshot);
    }
    seasonKeeping.look(scaler.season(), now);
    rest.begin(isSettled(now), now);
    return deletion != null && workload.isGone();
  }

  /**
   * What is adopted may change in ways of which nothing tells. Load that is not known keeps a
   * count, and this one is as low as it may be: thousands of apps must not each be looked at in
   * each second of a balancer's replacement.
   */
  private boolean isSettled(Instant now) {
    var policy = model.scaling();
    var decision = scaler.latest();
    return deletion == null
        && !model.paused()
        && !model.isAdopting()
        && decision != null
        && scaler.isAtFloor(policy)
        && policy.isFloorLowest(now.plus(Rest.MOST))
        && scaler.isSeasonSilent(policy, now, now.plus(Rest.MOST))
        && scaler.load().isQuietFor(policy.stableWindow(), now)
        && workload.isSettled(decision.desired());
  }

  /** Replicas that are kept as they are need a count all the same; an adopted workload has one. */
  private boolean isFirstToDecide() {
    return scaler.latest() == null && !model.isAdopting();
  }

  /** Ends every wait for the app, which is run elsewhere from here on. */
  void abandon() {
    workload.failReloads("another operator leads");
    around.platform().endSchedules(model.id());
    if (model.isAdopting()) {
      around.platform().leave(model.id());
    }
    if (deletion != null) {
      deletion.completeExceptionally(new AppOperationException("another operator leads"));
    }
  }

  /** Ends the wait for the app's deletion. */
  void gone(Instant now) {
    around.platform().forgetSeason(model.id());
    workload.forgetHistory();
    tell(Kind.DELETED, "is deleted", now);
    if (deletion != null) {
      deletion.complete(null);
    }
  }

  private AppRoute currentRoute() {
    var current = model.hasFixedEndpoints() ? model.route() : replicaRoute();
    if (deletion != null) {
      return RouteMapping.leaving(current);
    }
    return isWaitInVain() ? RouteMapping.holdingNone(current) : current;
  }

  private AppRoute replicaRoute() {
    var route = RouteMapping.withReplicas(model, workload.replicas(), workload.drains());
    return workload
        .split()
        .map(split -> RouteMapping.withRevisions(route, split, workload.replicas()))
        .orElse(route);
  }

  /** Whether a request that is held would wait for a replica that nothing will start. */
  private boolean isWaitInVain() {
    if (model.hasFixedEndpoints() || workload.ready() > 0) {
      return false;
    }
    var fixed = model.scaling().fixed();
    var adopted = workload.adoption();
    return (fixed != null && fixed.count() == 0)
        || workload.cannotStart()
        || (adopted != null && adopted.isRefused());
  }

  private Decision decide(Instant now) {
    var decision = scaler.decide(model.scaling(), workload.ready(), now);
    if (decision.isChange()) {
      tell(Kind.SCALED, decision.reason(), now);
    }
    return decision;
  }

  private void tellWhenAnswering(Instant now) {
    var answers = routed && (model.hasFixedEndpoints() || workload.ready() > 0);
    if (answers && !answering) {
      tell(Kind.READY, "answers at " + url(), now);
    }
    answering = answers;
  }

  private ScaledAppStatus status(Instant now) {
    var view =
        new AppView(
            model,
            generation,
            workload.rollout(),
            workload.replicas(),
            workload.keeping(),
            routed,
            workload.adoption(),
            isDeleting() || model.hasFixedEndpoints() ? null : scaler.latest(),
            scaler.lastChange(),
            scaler.load().recent(now),
            rejected,
            workload.problem(),
            workload.recyclingTrouble(),
            around.platform().without(model.source()),
            clash,
            nameTaken,
            url(),
            around.settings().rolloutWords());
    return StatusMapping.status(view, snapshot.getStatus(), now);
  }

  private String url() {
    return Urls.of(model, around.settings().listener().get());
  }

  private void tell(Kind kind, String message) {
    tell(kind, message, around.clock().instant());
  }

  private void tell(Kind kind, String message, Instant now) {
    around.events().accept(new AppEvent(now, model.id(), kind, null, message));
  }
}
