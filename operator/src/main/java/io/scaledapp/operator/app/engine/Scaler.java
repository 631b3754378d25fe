package io.scaledapp.operator.app.engine;

import io.scaledapp.crds.v1alpha1.ScaleDecision;
import io.scaledapp.operator.autoscaler.Autoscaler;
import io.scaledapp.operator.autoscaler.AutoscalerState;
import io.scaledapp.operator.autoscaler.Decision;
import io.scaledapp.operator.autoscaler.Observed;
import io.scaledapp.operator.autoscaler.ScalingPolicy;
import io.scaledapp.operator.autoscaler.Season;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The count of one app from one decision to the next. Confined to one thread. */
final class Scaler {

  private final LoadWatch load;
  private AutoscalerState state;
  private @Nullable Decision latest;
  private @Nullable ScaleDecision lastChange;

  private Scaler(LoadWatch load, int desired, @Nullable ScaleDecision lastChange, Instant now) {
    this.load = load;
    this.state = AutoscalerState.initial(desired, now);
    this.lastChange = lastChange;
  }

  /** An app that may be at zero begins with one, so that its first start shows what is wrong. */
  static Scaler begin(ScalingPolicy policy, LoadWatch load, Instant now) {
    var fixed = policy.fixed();
    var count = fixed == null ? Math.max(1, policy.min()) : fixed.count();
    var why = fixed == null ? "first start" : fixed.reason();
    var first =
        new ScaleDecision(Snapshots.timestamp(now), 0, count, "0 → %d: %s".formatted(count, why));
    return new Scaler(load, count, first, now);
  }

  /** Goes on from what another decided last. */
  static Scaler resume(
      int desired, @Nullable ScaleDecision lastChange, LoadWatch load, Instant now) {
    return new Scaler(load, desired, lastChange, now);
  }

  /** Begins anew with a count, which is no decision of its own. */
  Scaler from(int count, Instant now) {
    return new Scaler(load, count, lastChange, now).knowing(state.season());
  }

  /** Goes on with what was learned of the time of day and week before. */
  Scaler knowing(Season season) {
    state = state.with(season);
    return this;
  }

  /** What was learned of the time of day and week. */
  Season season() {
    return state.season();
  }

  LoadWatch load() {
    return load;
  }

  @Nullable Decision latest() {
    return latest;
  }

  @Nullable ScaleDecision lastChange() {
    return lastChange;
  }

  /** Whether the count is as low as it may be, so that only load can change it. */
  boolean isAtFloor(ScalingPolicy policy) {
    var floor = policy.fixed() == null ? policy.min() : policy.fixed().count();
    return state.isSettledAt(floor);
  }

  /** Whether the time of day or week asks for no more than there are, from now on until then. */
  boolean isSeasonSilent(ScalingPolicy policy, Instant now, Instant until) {
    return policy.fixed() != null || state.isSeasonSilent(policy, now, until);
  }

  /** There was no load, and no decision, until then. */
  void restedUntil(Instant until) {
    state = state.restedUntil(until);
  }

  /** Whether requests wait and no replica is wanted: the next decision must not wait. */
  boolean needsActivation() {
    return state.desired() == 0 && load.queued() > 0;
  }

  Decision decide(ScalingPolicy policy, int ready, Instant now) {
    var observed = new Observed(ready, ready == 0 ? load.queued() : 0);
    var decision = Autoscaler.decide(policy, observed, load.history(), state, now);
    state = decision.next();
    latest = decision;
    if (decision.isChange()) {
      lastChange =
          new ScaleDecision(
              Snapshots.timestamp(now), decision.previous(), decision.desired(), decision.reason());
    }
    return decision;
  }
}
