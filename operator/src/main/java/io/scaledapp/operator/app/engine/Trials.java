package io.scaledapp.operator.app.engine;

import io.scaledapp.operator.app.AppEvent;
import io.scaledapp.operator.app.AppEvent.Kind;
import io.scaledapp.operator.app.canary.RevisionTallies;
import io.scaledapp.operator.app.canary.Trial;
import io.scaledapp.operator.app.canary.Trial.Outcome;
import io.scaledapp.operator.app.canary.TrialPlan;
import io.scaledapp.operator.app.model.AppModel;
import io.scaledapp.operator.app.plan.Rollout;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Leads an app's revisions through their trials, and tells of it. Confined to the loop. */
final class Trials {

  private final String app;
  private final Consumer<AppEvent> events;

  Trials(String app, Consumer<AppEvent> events) {
    this.app = app;
    this.events = events;
  }

  /** With a trial where there is a revision that the wanted one can be compared with. */
  Rollout begun(Rollout rollout, @Nullable TrialPlan plan, Instant now) {
    return plan == null || rollout.lastGood() == 0
        ? rollout
        : rollout.with(Trial.begin(plan, now), now);
  }

  /** Goes on where another left off, as the app's status tells. */
  Rollout resumed(Rollout rollout, AppModel model, Instant now) {
    var plan = model.trialPlan();
    if (rollout.lastGood() == 0 || rollout.lastGood() == rollout.wanted()) {
      return rollout;
    }
    var status = model.source().getStatus();
    var kept = status == null ? null : status.rollout();
    if (kept == null
        || !Objects.equals(kept.revision(), rollout.wanted())
        || kept.phase() == null) {
      // Another template came meanwhile, or its trial was not told of any more.
      return begun(rollout, plan, now);
    }
    return switch (kept.phase()) {
      case PROMOTED -> rollout;
      case ROLLED_BACK ->
          rollout.rolledBack(Objects.requireNonNullElse(kept.reason(), "was worse"));
      case ON_TRIAL ->
          plan == null
              ? rollout
              : rollout.with(
                  Trial.resumed(
                      plan,
                      Objects.requireNonNullElse(kept.step(), 1),
                      Objects.requireNonNullElse(kept.weight(), 0),
                      now),
                  now);
    };
  }

  /** Goes on by another plan; without one the revision takes the other's place at once. */
  Rollout changed(Rollout rollout, @Nullable TrialPlan plan, Instant now) {
    var trial = rollout.trial();
    if (trial == null || trial.plan().equals(plan)) {
      return rollout;
    }
    return rollout.with(plan == null ? null : trial.with(plan), now);
  }

  /** What follows from what was measured. */
  Rollout next(Rollout rollout, int desired, RevisionTallies tallies, Instant now) {
    if (desired == 0 && rollout.trial() != null) {
      // There are no requests by which it could be tried.
      return rollout.with(null, now);
    }
    return rollout
        .activeTrial()
        .map(trial -> next(rollout, trial, desired, tallies, now))
        .orElse(rollout);
  }

  private Rollout next(
      Rollout rollout, Trial trial, int desired, RevisionTallies tallies, Instant now) {
    tallies.begin(rollout.wanted());
    return switch (trial.next(rollout.ready(), desired, tallies.onTrial(), tallies.before(), now)) {
      case Outcome.GoOn(Trial same) when same == trial -> rollout;
      case Outcome.GoOn(Trial next) -> {
        if (next.isStepAfter(trial)) {
          tallies.restart(next.keepsBefore());
          tell(rollout, next.words(), now);
        }
        yield rollout.with(next, now);
      }
      case Outcome.Promote(String reason) -> {
        tell(rollout, reason + " and takes its place", now);
        yield rollout.with(null, now);
      }
      case Outcome.RollBack(String reason) -> rollout.rolledBack(reason);
    };
  }

  private void tell(Rollout rollout, String what, Instant now) {
    var message = "revision " + rollout.wanted() + " " + what;
    events.accept(new AppEvent(now, app, Kind.ROLLOUT_STEP, null, message));
  }
}
