package io.scaledapp.operator.app.status;

import io.scaledapp.crds.v1alpha1.Load;
import io.scaledapp.crds.v1alpha1.ScaledAppStatus;
import io.scaledapp.operator.autoscaler.LoadSample;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** From what is seen of an app to its status. */
public final class StatusMapping {

  private StatusMapping() {}

  /**
   * The status.
   *
   * @param former the status before; its conditions keep their times while they stay as they are
   */
  public static ScaledAppStatus status(AppView app, @Nullable ScaledAppStatus former, Instant now) {
    var conditions = former == null ? null : former.conditions();
    return new ScaledAppStatus(
        app.generation(),
        app.alive(),
        app.ready(),
        // Nothing is wanted of a workload that is left as it is.
        app.refusal() == null ? Integer.valueOf(app.desired()) : null,
        app.adoption() == null ? null : app.adoption().selector(),
        app.url(),
        app.model().route().port() == 0 ? null : app.model().route().port(),
        load(app.load()),
        app.lastDecision(),
        RolloutStatuses.of(app),
        Verdicts.of(app).stream()
            .map(verdict -> verdict.after(conditions, app.generation(), now))
            .toList());
  }

  /**
   * The status of an app that cannot be run at all.
   *
   * @param former the status before; its port is kept
   */
  public static ScaledAppStatus refused(
      @Nullable ScaledAppStatus former, String problem, long generation, Instant now) {
    var before = former == null ? ScaledAppStatus.NONE : former;
    var conditions = before.conditions();
    return new ScaledAppStatus(
        generation,
        0,
        0,
        0,
        before.selector(),
        null,
        before.port(),
        null,
        before.lastDecision(),
        before.rollout(),
        Verdicts.refused(problem).stream()
            .map(verdict -> verdict.after(conditions, generation, now))
            .toList());
  }

  private static Load load(LoadSample load) {
    return new Load(
        tenths(load.concurrency()),
        (int) Math.round(load.connections()),
        tenths(load.requestRate()),
        load.queued());
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
