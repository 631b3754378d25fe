package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.scaledapp.crds.v1alpha1.Protocol;
import io.scaledapp.crds.v1alpha1.Routing;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import io.scaledapp.crds.v1alpha1.ScaledAppStatus;
import io.scaledapp.operator.app.UnknownAppException;
import io.scaledapp.operator.app.engine.AppLifecycle;
import io.scaledapp.operator.app.model.AppModel;
import io.scaledapp.operator.app.model.RouteMapping;
import io.scaledapp.operator.platform.kubernetes.cluster.Pruning;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which state of each ScaledApp the lifecycle has, and what it says of it. Any thread. */
public final class HandedOver {

  private static final Logger log = LoggerFactory.getLogger(HandedOver.class);

  private final AppLifecycle lifecycle;
  private final Wakes wakes;
  private final Map<String, Given> given = new ConcurrentHashMap<>();
  private final Map<String, ScaledAppStatus> statuses = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Void>> deletions = new ConcurrentHashMap<>();
  private final Map<String, Refusal> refusals = new ConcurrentHashMap<>();

  /** What the cluster refused of which state of an app. */
  private record Refusal(@Nullable Long generation, String words) {}

  /** What tells one state from another: what else changes is the operator's own doing. */
  private record Given(
      String uid, @Nullable Long generation, @Nullable String paused, @Nullable Integer port) {

    static Given of(ScaledApp app) {
      var annotations = app.getMetadata().getAnnotations();
      return new Given(
          app.getMetadata().getUid(),
          app.getMetadata().getGeneration(),
          annotations == null ? null : annotations.get(AppModel.PAUSED_ANNOTATION),
          app.getStatus() == null ? null : app.getStatus().port());
    }
  }

  public HandedOver(AppLifecycle lifecycle, Wakes wakes) {
    this.lifecycle = lifecycle;
    this.wakes = wakes;
    lifecycle.onStatus(this::seen);
  }

  /** The app as the lifecycle takes it: what holds only for local processes is left out. */
  public static ScaledApp source(ScaledApp app) {
    var source = new ScaledApp();
    source.setMetadata(Pruning.metadata(new ObjectMetaBuilder(app.getMetadata()).build()));
    var spec = app.getSpec();
    source.setSpec(
        new ScaledAppSpec(
            Pruning.template(spec.template()),
            spec.targetRef(),
            spec.endpoints(),
            spec.port(),
            spec.replicas(),
            spec.suspend(),
            spec.scaling(),
            withHosts(spec.routing(), app),
            spec.rollout(),
            spec.jobs(),
            spec.recycle(),
            spec.startup(),
            null));
    source.setStatus(app.getStatus());
    return source;
  }

  /**
   * An app that names no host answers to its own names only: the listener is everybody's, and
   * nobody's app may have what no other one names.
   */
  private static Routing withHosts(@Nullable Routing routing, ScaledApp app) {
    var given = routing == null ? RouteMapping.NOTHING_SAID : routing;
    if (given.hosts() != null || given.protocol() == Protocol.TCP) {
      return given;
    }
    var name = app.getMetadata().getName() + "." + app.getMetadata().getNamespace();
    return new Routing(
        List.of(name, name + ".svc"),
        given.pathPrefixes(),
        given.httpsRedirect(),
        given.rewrite(),
        given.access(),
        given.clientLimits(),
        given.limits(),
        given.requestHeaders(),
        given.responseHeaders(),
        given.errorPages(),
        given.protocol(),
        given.proxyProtocol(),
        given.tls(),
        given.loadBalancing(),
        given.stickyCookie(),
        given.maxConcurrencyPerReplica(),
        given.queue(),
        given.timeouts(),
        given.outlierDetection(),
        given.retries(),
        given.circuitBreaker(),
        given.healthCheck(),
        given.compression(),
        given.cache(),
        given.drainTimeout());
  }

  /** Begins anew with the apps that the lifecycle was given as it began to lead. */
  public void restart(List<ScaledApp> all) {
    given.clear();
    statuses.clear();
    deletions.clear();
    refusals.clear();
    all.forEach(app -> given.put(AppModel.id(app), Given.of(app)));
  }

  /** Hands the app over unless the lifecycle has this state of it. */
  void handOver(ScaledApp app) {
    var id = AppModel.id(app);
    var state = Given.of(app);
    if (state.equals(given.put(id, state))) {
      return;
    }
    lifecycle
        .apply(source(app))
        .whenComplete(
            (taken, failure) -> {
              if (failure != null) {
                notTaken(app, state, failure);
              }
            });
  }

  /** What is invalid stays so until it changes; anything else is tried again. */
  private void notTaken(ScaledApp app, Given state, Throwable failure) {
    var cause = cause(failure);
    var id = AppModel.id(app);
    log.atWarn().addKeyValue("app", id).log("was not taken over: " + cause.getMessage());
    if (cause instanceof IllegalArgumentException) {
      lifecycle.refuse(app, String.valueOf(cause.getMessage()));
    } else {
      given.remove(id, state);
    }
  }

  /** Whether the app has its own name in the cluster. */
  void hasName(ScaledApp app, boolean has) {
    lifecycle.onNameTaken(AppModel.id(app), has ? null : ForeignService.words(app));
  }

  /** What the cluster refuses of the app's scheduled jobs: told once, and until that is over. */
  void jobsRefused(ScaledApp app, Optional<String> problem) {
    var id = AppModel.id(app);
    if (problem.isEmpty()) {
      if (refusals.remove(id) != null) {
        // To be handed over anew, which takes what was told back.
        given.remove(id);
      }
      return;
    }
    var refusal = new Refusal(app.getMetadata().getGeneration(), problem.get());
    if (!refusal.equals(refusals.put(id, refusal))) {
      lifecycle.reject(id, refusal.words());
    }
  }

  /** The uid of the app; null if there is none. */
  public @Nullable String uid(String app) {
    var state = given.get(app);
    return state == null ? null : state.uid();
  }

  /** What there is to say of the app; empty before the lifecycle has looked at it. */
  Optional<ScaledAppStatus> status(String app) {
    return Optional.ofNullable(statuses.get(app));
  }

  /** Has a deleted app drained; true when nothing is left of it. Wakes when that changes. */
  boolean isGone(ScaledApp app) {
    var id = AppModel.id(app);
    var deletion = deletions.computeIfAbsent(id, this::delete);
    if (!deletion.isDone()) {
      return false;
    }
    deletions.remove(id);
    if (deletion.isCompletedExceptionally() && !isUnknown(deletion.exceptionNow())) {
      wakes.wake(id);
      return false;
    }
    given.remove(id);
    refusals.remove(id);
    statuses.remove(id);
    wakes.forget(id);
    return true;
  }

  private CompletableFuture<Void> delete(String app) {
    var deletion = lifecycle.delete(app).toCompletableFuture();
    deletion.whenCompleteAsync((done, failure) -> wakes.wake(app));
    return deletion;
  }

  private static boolean isUnknown(Throwable failure) {
    return cause(failure) instanceof UnknownAppException;
  }

  private static Throwable cause(Throwable failure) {
    var wrapped = failure instanceof CompletionException ? failure.getCause() : null;
    return wrapped == null ? failure : wrapped;
  }

  private void seen(ScaledApp app) {
    var id = AppModel.id(app);
    var told = Objects.requireNonNull(app.getStatus());
    var status = told.withSelector(ClusterNames.podSelectorText(app, told));
    statuses.put(id, status);
    wakes.onStatus(id, status);
  }
}
