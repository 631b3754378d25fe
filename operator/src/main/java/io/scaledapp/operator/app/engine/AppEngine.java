package io.scaledapp.operator.app.engine;

import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import io.scaledapp.operator.app.AppEvent;
import io.scaledapp.operator.app.AppEvent.Kind;
import io.scaledapp.operator.app.AppOperationException;
import io.scaledapp.operator.app.ListedReplica;
import io.scaledapp.operator.app.ListedRevision;
import io.scaledapp.operator.app.UnknownAppException;
import io.scaledapp.operator.app.model.AppModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All apps of one platform. Confined to the loop but for {@link #list}: whatever reaches it, it
 * passes over the app in question (observe, decide, plan, act) and publishes a routing table if
 * that changed anything. It waits for nothing.
 */
final class AppEngine {

  private static final Logger log = LoggerFactory.getLogger(AppEngine.class);

  /** How long a change may wait for others that one table can tell of as well. */
  private static final Duration PATIENCE = Duration.ofMillis(20);

  /** To compare thousands of templates as a leader begins would hold up its first decisions. */
  private static final int MENDED_A_TICK = 200;

  private final Surroundings around;
  private final Tables tables;
  private final Acknowledgements acknowledgements = new Acknowledgements();
  private final LoadWatches watches = new LoadWatches();
  private final Map<String, RunningApp> apps = new LinkedHashMap<>();
  private final Deque<RunningApp> unmended = new ArrayDeque<>();

  /** New apps with the first table that has each, until every balancer has that. */
  private final Map<RunningApp, RoutingTable> unrouted = new LinkedHashMap<>();

  private volatile List<RunningApp> listed = List.of();
  private @Nullable Instant unpublishedSince;

  AppEngine(Surroundings around, Consumer<RoutingTable> tables) {
    this.around = around;
    this.tables = new Tables(tables);
  }

  /**
   * Begins to run apps, with those that there are: the first table has all of them, so that no
   * balancer loses a route.
   *
   * @param term of the routing tables, higher than any leader's before
   */
  void lead(long term, List<ScaledApp> all) {
    tables.lead(term);
    for (var app : all) {
      try {
        var running = take(model(app), false);
        if (app.isMarkedForDeletion()) {
          var unused = running.delete(now());
        }
      } catch (IllegalArgumentException invalid) {
        refuse(app, String.valueOf(invalid.getMessage()));
      }
    }
    // A copy: an app that is deleted and has no replica left goes at once.
    List.copyOf(apps.values()).forEach(this::proceed);
    publish();
  }

  /** Leads on with a term above this one, unless its own is above it. */
  void outbid(long term) {
    tables.outbid(term);
    publish();
  }

  /** Lets go of every app, which another leads from here on; replicas stay as they are. */
  void follow() {
    tables.follow();
    apps.values().forEach(RunningApp::abandon);
    apps.clear();
    unmended.clear();
    unrouted.clear();
    listed = List.of();
  }

  ScaledApp apply(ScaledApp app) {
    if (!tables.leads()) {
      throw new AppOperationException("does not run apps: another operator leads");
    }
    var model = model(app);
    var running = apps.get(model.id());
    if (running == null || !running.isScaledByCommand() || app.getSpec().fixedReplicas() != null) {
      return install(model, false, "is in force");
    }
    var kept = running.applied().getSpec().fixedReplicas();
    return install(model(Snapshots.withReplicas(app, kept)), true, "is in force");
  }

  ScaledApp scale(String name, @Nullable Integer replicas) {
    var running = known(name);
    if (running.model().hasFixedEndpoints()) {
      throw new AppOperationException("has fixed endpoints: there is nothing to scale");
    }
    var scaled = Snapshots.withReplicas(running.applied(), replicas);
    var fixed = scaled.getSpec().fixedReplicas();
    if (fixed != null && (fixed < 0 || fixed > ScaledAppSpec.MOST_REPLICAS)) {
      throw new AppOperationException(
          "replicas: " + fixed + " is not between 0 and " + ScaledAppSpec.MOST_REPLICAS);
    }
    var count = fixed == null ? "automatic" : fixed.toString();
    return install(model(scaled), fixed != null, "replicas: " + count);
  }

  CompletionStage<Void> delete(String name) {
    var running = known(name);
    var deletion = running.delete(now());
    tables.regroup();
    pass(running);
    return deletion;
  }

  CompletionStage<Void> reload(String name) {
    var running = known(name);
    var reload = running.reload(now());
    pass(running);
    return reload;
  }

  String rollback(String name, @Nullable Integer revision) {
    var running = known(name);
    var done = running.rollback(revision, now());
    pass(running);
    return done;
  }

  void reject(String name, String problem) {
    var running = apps.get(AppModel.id(name));
    if (running != null) {
      running.reject(problem, now());
      pass(running);
    }
  }

  /** Says what is wrong with an app; the last good one of that name, if any, stays in force. */
  void refuse(ScaledApp app, String problem) {
    var id = AppModel.id(app);
    if (apps.containsKey(id)) {
      reject(id, problem);
    } else {
      around.events().accept(new AppEvent(now(), id, Kind.REJECTED, null, problem));
      around.statuses().accept(Snapshots.refused(app, problem, now()));
    }
  }

  /** Every app with its status; any thread. */
  List<ScaledApp> list() {
    return listed.stream().map(RunningApp::snapshot).toList();
  }

  /** The replicas of an app; any thread. */
  List<ListedReplica> replicas(String name) {
    return listed(name).listedReplicas();
  }

  /** The revisions of an app that are kept; any thread. */
  List<ListedRevision> history(String name) {
    return listed(name).listedRevisions();
  }

  private RunningApp listed(String name) {
    return listed.stream()
        .filter(one -> one.snapshot().getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new UnknownAppException(name));
  }

  void nameTaken(String app, @Nullable String problem) {
    var running = apps.get(app);
    if (running != null && running.nameTaken(problem, now())) {
      pass(running);
    }
  }

  /** Tells of a run of a scheduled job that failed, as long as there is the app. */
  void jobFailed(String app, String words) {
    if (apps.containsKey(app)) {
      around.events().accept(new AppEvent(now(), app, Kind.JOB_FAILED, null, words));
    }
  }

  /** Takes in a report; what it makes urgent is done at once. */
  void accept(LoadReport report, Instant receivedAt) {
    for (var load : report.apps()) {
      watches.accept(report, load, receivedAt);
      var running = apps.get(load.app());
      if (running != null && running.isUrgent()) {
        proceed(running);
        publishSoon();
      }
    }
  }

  /** Forgets a balancer whose pod is gone. */
  void forget(String balancer) {
    watches.forget(balancer);
    acknowledgements.forget(balancer);
  }

  /** Names the balancers that serve: load is known when each has reported. */
  void expect(Set<String> balancers) {
    watches.expect(balancers);
    acknowledgements.expect(balancers);
    finishRoutes();
  }

  /** Takes in that a balancer has a table in force. */
  void acknowledged(String balancer, long term, long sequence) {
    acknowledgements.add(balancer, term, sequence);
    finishRoutes();
  }

  /** Clients that are told that an app is ready must not be told 404 by a slower balancer. */
  private void finishRoutes() {
    if (unrouted.isEmpty()) {
      return;
    }
    for (var one : List.copyOf(unrouted.entrySet())) {
      if (acknowledgements.areOf(one.getValue())) {
        unrouted.remove(one.getKey());
        one.getKey().routed(true);
        proceed(one.getKey());
        publishSoon();
      }
    }
  }

  void replicasChanged(String app) {
    var running = apps.get(app);
    if (running != null) {
      proceed(running);
      publishSoon();
    }
  }

  /** Once a second. */
  void tick() {
    var now = now();
    watches.sample(now, this::stableWindow);
    apps.values().stream().filter(app -> !app.rests(now)).toList().forEach(this::proceed);
    publish();
    mend();
  }

  private void mend() {
    for (var left = MENDED_A_TICK; left > 0 && !unmended.isEmpty(); left--) {
      unmended.removeFirst().mend();
    }
  }

  private @Nullable Duration stableWindow(String app) {
    var running = apps.get(app);
    return running == null ? null : running.model().scaling().stableWindow();
  }

  private ScaledApp install(AppModel model, boolean byScaleCommand, String message) {
    var awaits = !apps.containsKey(model.id()) && acknowledgements.areAwaited();
    var running = take(model, byScaleCommand);
    around.events().accept(new AppEvent(now(), model.id(), Kind.APPLIED, null, message));
    running.routed(!awaits);
    pass(running);
    if (awaits) {
      unrouted.put(running, tables.latest());
    }
    return running.snapshot();
  }

  private RunningApp take(AppModel model, boolean byScaleCommand) {
    var running = apps.get(model.id());
    if (running == null) {
      var load = watches.of(model.id());
      running = new RunningApp(model, this::model, load, around, this::pass, now());
      apps.put(model.id(), running);
      unmended.add(running);
      listed = List.copyOf(apps.values());
    } else {
      running.apply(model, byScaleCommand, now());
    }
    tables.regroup();
    return running;
  }

  private void pass(RunningApp app) {
    proceed(app);
    publish();
  }

  private void proceed(RunningApp app) {
    try {
      var route = app.route();
      var gone = app.pass(now());
      if (app.route() != route) {
        tables.change();
      }
      if (gone && apps.remove(app.model().id(), app)) {
        tables.regroup();
        listed = List.copyOf(apps.values());
        unrouted.remove(app);
        watches.remove(app.model().id());
        app.gone(now());
      }
    } catch (RuntimeException broken) {
      // One app's trouble must not end the loop that all others live by; the next tick tries again.
      log.atError().setCause(broken).addKeyValue("app", app.model().id()).log("a pass failed");
    }
  }

  /**
   * Publishes after what waits on the loop by now: where thousands of pods change at once, a table
   * of thousands of apps for each of them would take all the time that there is.
   */
  private void publishSoon() {
    if (unpublishedSince == null) {
      unpublishedSince = now();
      around.loop().execute(this::publish);
    } else if (!now().isBefore(unpublishedSince.plus(PATIENCE))) {
      publish();
    }
  }

  private void publish() {
    unpublishedSince = null;
    if (tables.publish(apps.values())) {
      for (var app : List.copyOf(apps.values())) {
        if (app.clash(tables.clashes().get(app.model().id()))) {
          proceed(app);
        }
      }
    }
  }

  private RunningApp known(String name) {
    var running = apps.get(AppModel.id(name));
    if (running == null) {
      throw new UnknownAppException(name);
    }
    return running;
  }

  /** What is wanted of an app, with its own key for cookies. */
  private AppModel model(ScaledApp app) {
    var settings = around.settings();
    var model = AppModel.of(app, settings.defaultMaxReplicas());
    return model.with(settings.cookieKeys().sign(model.route()));
  }

  private Instant now() {
    return around.clock().instant();
  }
}
