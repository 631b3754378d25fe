package io.scaledapp.operator.app.status;

import io.scaledapp.crds.v1alpha1.RolloutPhase;
import io.scaledapp.crds.v1alpha1.RolloutStatus;
import io.scaledapp.operator.app.plan.Rollout;
import org.jspecify.annotations.Nullable;

/** What whoever takes an app over needs to know of a trial. */
final class RolloutStatuses {

  private RolloutStatuses() {}

  /** Null where the platform's own replicas tell all. */
  static @Nullable RolloutStatus of(AppView app) {
    var rollout = app.rollout();
    var trial = rollout.activeTrial();
    if (trial.isPresent()) {
      var now = trial.get();
      return new RolloutStatus(
          rollout.wanted(), RolloutPhase.ON_TRIAL, now.step() + 1, now.weight(), null);
    }
    var failure = rollout.failure();
    if (failure != null) {
      return failure.reason().equals(Rollout.ROLLED_BACK)
          ? new RolloutStatus(
              rollout.wanted(), RolloutPhase.ROLLED_BACK, null, null, failure.message())
          : null;
    }
    var takesPlace = !rollout.done() && rollout.trial() == null && rollout.lastGood() != 0;
    return takesPlace && app.model().trialPlan() != null
        ? new RolloutStatus(rollout.wanted(), RolloutPhase.PROMOTED, null, null, null)
        : null;
  }
}
