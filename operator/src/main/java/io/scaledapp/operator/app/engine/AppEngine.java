package io.scaledapp.operator.app.engine;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import io.scaledapp.operator.app.AppEvent;
import io.scaledapp.operator.app.AppEvent.Kind;
import io.scaledapp.operator.app.AppOperationException;
import io.scaledapp.operator.app.ListedReplica;
import io.scaledapp.operator.app.UnknownAppException;
import io.scaledapp.operator.app.model.AppModel;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private final Surroundings around;
  private final Consumer<RoutingTable> tables;
  private final Map<String, RunningApp> apps = new LinkedHashMap<>();
  private volatile List<RunningApp> listed = List.of();
  private RoutingTable table;

  AppEngine(Surroundings around, Consumer<RoutingTable> tables) {
    this.around = around;
    this.tables = tables;
    this.table = new RoutingTable(around.settings().term(), 0, List.of());
  }

  ScaledApp apply(ScaledApp app) {
    var model = AppModel.of(app, max());
    var running = apps.get(model.id());
    if (running == null || !running.isScaledByCommand() || app.getSpec().fixedReplicas() != null) {
      return install(model, false, "is in force");
    }
    var kept = running.model().source().getSpec().fixedReplicas();
    return install(AppModel.of(Snapshots.withReplicas(app, kept), max()), true, "is in force");
  }

  ScaledApp scale(String name, @Nullable Integer replicas) {
    var running = known(name);
    if (running.model().hasFixedEndpoints()) {
      throw new AppOperationException("has fixed endpoints: there is nothing to scale");
    }
    var scaled = Snapshots.withReplicas(running.model().source(), replicas);
    var fixed = scaled.getSpec().fixedReplicas();
    if (fixed != null && (fixed < 0 || fixed > ScaledAppSpec.MOST_REPLICAS)) {
      throw new AppOperationException(
          "replicas: " + fixed + " is not between 0 and " + ScaledAppSpec.MOST_REPLICAS);
    }
    var count = fixed == null ? "automatic" : fixed.toString();
    return install(AppModel.of(scaled, max()), fixed != null, "replicas: " + count);
  }

  CompletionStage<Void> delete(String name) {
    var running = known(name);
    var deletion = running.delete(now());
    pass(running);
    return deletion;
  }

  CompletionStage<Void> reload(String name) {
    var running = known(name);
    var reload = running.reload(now());
    pass(running);
    return reload;
  }

  void reject(String name, String problem) {
    var running = apps.get(AppModel.id(name));
    if (running != null) {
      running.reject(problem, now());
      pass(running);
    }
  }

  /** Every app with its status; any thread. */
  List<ScaledApp> list() {
    return listed.stream().map(RunningApp::snapshot).toList();
  }

  /** The replicas of an app; any thread. */
  List<ListedReplica> replicas(String name) {
    return listed.stream()
        .filter(one -> one.snapshot().getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new UnknownAppException(name))
        .listedReplicas();
  }

  /** Takes in a report; what it makes urgent is done at once. */
  void accept(LoadReport report, Instant receivedAt) {
    for (var load : report.apps()) {
      var running = apps.get(load.app());
      if (running != null && running.accept(report, load, receivedAt)) {
        pass(running);
      }
    }
  }

  /** Forgets a balancer whose pod is gone. */
  void forget(String balancer) {
    apps.values().forEach(app -> app.forget(balancer));
  }

  void replicasChanged(String app) {
    var running = apps.get(app);
    if (running != null) {
      pass(running);
    }
  }

  /** Once a second. */
  void tick() {
    for (var app : List.copyOf(apps.values())) {
      app.sample(now());
      proceed(app);
    }
    publish();
  }

  private ScaledApp install(AppModel model, boolean byScaleCommand, String message) {
    var running = apps.get(model.id());
    if (running == null) {
      running = new RunningApp(model, around, this::pass, now());
      apps.put(model.id(), running);
      listed = List.copyOf(apps.values());
    } else {
      running.apply(model, byScaleCommand, now());
    }
    around.events().accept(new AppEvent(now(), model.name(), Kind.APPLIED, null, message));
    pass(running);
    return running.snapshot();
  }

  private void pass(RunningApp app) {
    proceed(app);
    publish();
  }

  private void proceed(RunningApp app) {
    try {
      if (app.pass(now()) && apps.remove(app.model().id(), app)) {
        listed = List.copyOf(apps.values());
        app.gone(now());
      }
    } catch (RuntimeException broken) {
      // One app's trouble must not end the loop that all others live by; the next tick tries again.
      log.atError().setCause(broken).addKeyValue("app", app.model().id()).log("a pass failed");
    }
  }

  /** Apps on their way out come last, so that a successor can have their hosts. */
  private void publish() {
    var routes =
        apps.values().stream()
            .sorted(Comparator.comparing(RunningApp::isDeleting))
            .map(RunningApp::route)
            .toList();
    if (!routes.equals(table.apps())) {
      table = next(routes);
      tables.accept(table);
    }
  }

  private RoutingTable next(List<AppRoute> routes) {
    return new RoutingTable(table.term(), table.sequence() + 1, routes);
  }

  private RunningApp known(String name) {
    var running = apps.get(AppModel.id(name));
    if (running == null) {
      throw new UnknownAppException(name);
    }
    return running;
  }

  private int max() {
    return around.settings().defaultMaxReplicas();
  }

  private Instant now() {
    return around.clock().instant();
  }
}
