package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppStatus;
import io.scaledapp.operator.app.model.AppModel;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps one ScaledApp and the cluster alike, as often as either changes: takes a port for the app,
 * hands the app to the lifecycle, applies the objects around it, and writes its status. Replicas
 * are none of its business: the lifecycle starts and stops them.
 */
@GradualRetry(
    maxAttempts = Integer.MAX_VALUE,
    initialInterval = 500,
    intervalMultiplier = 2,
    maxInterval = 30_000)
@ControllerConfiguration(
    name = "scaledapp",
    finalizerName = ClusterNames.FINALIZER,
    fieldManager = ClusterNames.FIELD_MANAGER,
    generationAwareEventProcessing = false,
    informer = @Informer(name = "scaledapps"))
public final class ScaledAppReconciler implements Reconciler<ScaledApp>, Cleaner<ScaledApp> {

  private final HandedOver apps;
  private final AppPorts ports;
  private final AppObjects objects;
  private final StatusPace pace;
  private final Wakes wakes;
  private final InstantSource clock;

  public ScaledAppReconciler(
      HandedOver apps, AppPorts ports, AppObjects objects, Wakes wakes, InstantSource clock) {
    this.apps = apps;
    this.ports = ports;
    this.objects = objects;
    this.pace = new StatusPace();
    this.wakes = wakes;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, ScaledApp>> prepareEventSources(
      EventSourceContext<ScaledApp> context) {
    var sources = new ArrayList<EventSource<?, ScaledApp>>(objects.eventSources(context));
    sources.add(wakes.eventSource());
    return sources;
  }

  @Override
  public UpdateControl<ScaledApp> reconcile(ScaledApp app, Context<ScaledApp> context) {
    var id = AppModel.id(app);
    wakes.answer(id);
    var port = ports.of(app);
    if (!PortStatus.isKept(app, port)) {
      // Kept before anything leads to it, so that no other leader gives it to another app.
      return UpdateControl.patchStatus(PortStatus.with(app, port));
    }
    apps.handOver(app);
    var hasName = objects.apply(app, context);
    apps.hasName(app, hasName);
    var refused = objects.applyJobs(app, context);
    apps.jobsRefused(app, refused);
    var seen = apps.status(id);
    var next = seen.map(status -> write(app, status)).orElseGet(UpdateControl::noUpdate);
    return (hasName && refused.isEmpty()) || next.getScheduleDelay().isPresent()
        ? next
        : next.rescheduleAfter(ForeignService.LOOK_AGAIN);
  }

  /** Drains first; the objects around the app go with it, since it owns them. */
  @Override
  public DeleteControl cleanup(ScaledApp app, Context<ScaledApp> context) {
    if (!apps.isGone(app)) {
      return DeleteControl.noFinalizerRemoval();
    }
    var id = AppModel.id(app);
    ports.release(id);
    pace.forget(id);
    return DeleteControl.defaultDelete();
  }

  /** A namespace that is being deleted takes nothing in; the app itself goes next. */
  @Override
  public ErrorStatusUpdateControl<ScaledApp> updateErrorStatus(
      ScaledApp app, Context<ScaledApp> context, Exception failure) {
    return Terminating.isReasonOf(failure)
        ? ErrorStatusUpdateControl.<ScaledApp>noStatusUpdate().withNoRetry()
        : ErrorStatusUpdateControl.defaultErrorProcessing();
  }

  private UpdateControl<ScaledApp> write(ScaledApp app, ScaledAppStatus seen) {
    var now = clock.instant();
    var step = pace.next(AppModel.id(app), app.getStatus(), seen, now);
    return switch (step) {
      case StatusPace.Step.Write(var status) ->
          UpdateControl.patchStatus(ClusterNames.withStatus(app, status));
      case StatusPace.Step.Wait(var duration) -> {
        wakes.postpone(AppModel.id(app));
        yield UpdateControl.<ScaledApp>noUpdate().rescheduleAfter(duration);
      }
      case StatusPace.Step.Nothing() -> UpdateControl.noUpdate();
    };
  }
}
