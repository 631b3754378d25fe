package io.scaledapp.operator.app.canary;

import java.time.Duration;
import java.time.Instant;

/**
 * How far a revision on trial has come. Immutable; {@link #next} says what follows.
 *
 * @param step the present one, from 0
 * @param weight the share of requests that is in force, in percent
 * @param running whether the step's weight is in force; else its replicas get ready
 * @param since when the weight came into force, or the step began
 * @param waiting what it waits for beyond its pause, for a person; empty if nothing
 */
public record Trial(
    TrialPlan plan, int step, int weight, boolean running, Instant since, String waiting) {

  /** What follows. */
  public sealed interface Outcome {

    /** The trial goes on, be it as it was. */
    record GoOn(Trial trial) implements Outcome {}

    /** The revision takes the place of the one before. */
    record Promote(String reason) implements Outcome {}

    /** The revision before goes on. */
    record RollBack(String reason) implements Outcome {}
  }

  public static Trial begin(TrialPlan plan, Instant now) {
    return new Trial(plan, 0, 0, false, now, "");
  }

  /**
   * Goes on with a step anew: what was measured is not known any more.
   *
   * @param step from 1
   * @param weight that was in force
   */
  public static Trial resumed(TrialPlan plan, int step, int weight, Instant now) {
    var known = Math.clamp(step - 1L, 0, plan.steps().size() - 1);
    return new Trial(plan, known, Math.clamp(weight, 0, 100), false, now, "");
  }

  /** The same by another plan, in the last of its steps at most. */
  public Trial with(TrialPlan plan) {
    var step = Math.min(this.step, plan.steps().size() - 1);
    return new Trial(plan, step, weight, running && step == this.step, since, waiting);
  }

  /**
   * How many replicas of the revision there are to be beside those of the one before: those that
   * its share of requests asks for.
   *
   * @param desired replicas of the app
   */
  public int replicas(int desired) {
    var weight = Math.max(this.weight, current().weight());
    return (int) Math.ceil(desired * weight / 100.0);
  }

  /**
   * What follows.
   *
   * @param ready replicas of the revision that are ready
   * @param desired replicas of the app
   * @param tally of the revision since the weight is in force
   * @param before of the revision before: in the same time, or, where it gets no request any more,
   *     since it was last measured
   */
  public Outcome next(int ready, int desired, Tally tally, Tally before, Instant now) {
    if (!running) {
      return new Outcome.GoOn(ready >= replicas(desired) ? run(now) : this);
    }
    var errors = plan.analysis().tooManyErrors(tally, before);
    if (errors.isPresent()) {
      return new Outcome.RollBack(errors.get());
    }
    if (now.isBefore(since.plus(current().pause()))) {
      return new Outcome.GoOn(waitingFor(""));
    }
    if (!current().isWhole() && !plan.analysis().isEnough(tally, before)) {
      return new Outcome.GoOn(waitingFor(missing(tally, before)));
    }
    var slow = plan.analysis().tooSlow(tally, before);
    if (slow.isPresent()) {
      return new Outcome.RollBack(slow.get());
    }
    return step + 1 < plan.steps().size()
        ? new Outcome.GoOn(new Trial(plan, step + 1, weight, false, now, ""))
        : new Outcome.Promote("was no worse than the revision before");
  }

  private Trial run(Instant now) {
    return new Trial(plan, step, current().weight(), true, now, "");
  }

  private Trial waitingFor(String what) {
    return what.equals(waiting) ? this : new Trial(plan, step, weight, running, since, what);
  }

  private String missing(Tally tally, Tally before) {
    var least = plan.analysis().minRequests();
    var which = tally.requests() < least ? "the new revision" : "the revision before";
    return "until %s has answered %d requests".formatted(which, least);
  }

  private Step current() {
    return plan.steps().get(step);
  }

  /** Whether a step's share of requests came into force after {@code former}. */
  public boolean isStepAfter(Trial former) {
    return weight != former.weight || (running && !former.running);
  }

  /** Whether what was measured of the revision before is to be kept for the comparison. */
  public boolean keepsBefore() {
    return current().isWhole();
  }

  /** Where it is, for a person. */
  public String words() {
    var steps = plan.steps().size();
    var where = "step %d of %d".formatted(step + 1, steps);
    if (!running) {
      return "gets %d %% of requests; replicas for %d %% get ready (%s)"
          .formatted(weight, current().weight(), where);
    }
    var pause = current().pause();
    var stays = pause.compareTo(Duration.ZERO) > 0 ? ", for " + pause.toSeconds() + " s" : "";
    return "gets %d %% of requests%s%s (%s)"
        .formatted(weight, stays, waiting.isEmpty() ? "" : " and " + waiting, where);
  }
}
