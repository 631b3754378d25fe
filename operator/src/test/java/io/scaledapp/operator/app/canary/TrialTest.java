package io.scaledapp.operator.app.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.app.canary.Trial.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrialTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Tally GOOD = Tallies.of(100, 0, 10);
  private static final Tally FEW = Tallies.of(49, 0, 10);
  private static final TrialPlan CANARY =
      new TrialPlan(
          List.of(new Step(10, Duration.ofSeconds(60)), new Step(50, Duration.ofSeconds(30))),
          new Analysis(50, 1, 50));
  private static final TrialPlan BLUE_GREEN =
      new TrialPlan(List.of(new Step(100, Duration.ofSeconds(60))), new Analysis(50, 1, 50));

  private static Instant at(int seconds) {
    return BEGIN.plusSeconds(seconds);
  }

  private static Trial goOn(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.GoOn.class);
    return ((Outcome.GoOn) outcome).trial();
  }

  @Test
  void aGoodRevisionGetsMoreAndMoreUntilItTakesThePlace() {
    var trial = Trial.begin(CANARY, BEGIN);
    assertThat(trial.replicas(4)).isEqualTo(1);
    trial = goOn(trial.next(0, 4, Tally.NONE, Tally.NONE, at(1)));
    assertThat(trial.weight()).isZero();

    trial = goOn(trial.next(1, 4, Tally.NONE, Tally.NONE, at(2)));
    assertThat(trial.weight()).isEqualTo(10);
    assertThat(goOn(trial.next(1, 4, GOOD, GOOD, at(61)))).isSameAs(trial);

    trial = goOn(trial.next(1, 4, GOOD, GOOD, at(62)));
    assertThat(trial.weight()).as("until the replicas for more are ready").isEqualTo(10);
    assertThat(trial.replicas(4)).isEqualTo(2);
    trial = goOn(trial.next(2, 4, GOOD, GOOD, at(63)));
    assertThat(trial.weight()).isEqualTo(50);

    trial = goOn(trial.next(2, 4, GOOD, GOOD, at(93)));
    assertThat(trial.replicas(4)).isEqualTo(4);
    trial = goOn(trial.next(4, 4, GOOD, GOOD, at(94)));
    assertThat(trial.weight()).isEqualTo(100);
    assertThat(trial.next(4, 4, GOOD, GOOD, at(95))).isInstanceOf(Outcome.Promote.class);
  }

  @Test
  void errorsRollBackAtOnce() {
    var trial = goOn(Trial.begin(CANARY, BEGIN).next(1, 4, Tally.NONE, Tally.NONE, at(0)));
    assertThat(trial.next(1, 4, Tallies.of(60, 12, 10), GOOD, at(5)))
        .isInstanceOf(Outcome.RollBack.class);
  }

  @Test
  void slownessRollsBackAtTheEndOfTheStep() {
    var slow = Tallies.of(100, 0, 100);
    var trial = goOn(Trial.begin(CANARY, BEGIN).next(1, 4, Tally.NONE, Tally.NONE, at(0)));
    assertThat(trial.next(1, 4, slow, GOOD, at(59))).isInstanceOf(Outcome.GoOn.class);
    assertThat(trial.next(1, 4, slow, GOOD, at(60))).isInstanceOf(Outcome.RollBack.class);
  }

  @Test
  void withFewRequestsItWaitsAndSaysForWhat() {
    var trial = goOn(Trial.begin(CANARY, BEGIN).next(1, 4, Tally.NONE, Tally.NONE, at(0)));
    trial = goOn(trial.next(1, 4, FEW, GOOD, at(3600)));
    assertThat(trial.weight()).isEqualTo(10);
    assertThat(trial.words())
        .isEqualTo(
            "gets 10 % of requests, for 60 s and until the new revision has answered 50 requests"
                + " (step 1 of 3)");
    assertThat(goOn(trial.next(1, 4, GOOD, FEW, at(3601))).words()).contains("the revision before");
    assertThat(goOn(trial.next(1, 4, GOOD, GOOD, at(3602))).step()).isEqualTo(1);
  }

  @Test
  void blueGreenGetsAllAtOnceAndWaitsForNoRequests() {
    var trial = Trial.begin(BLUE_GREEN, BEGIN);
    assertThat(trial.replicas(4)).isEqualTo(4);
    assertThat(goOn(trial.next(3, 4, Tally.NONE, GOOD, at(1))).weight()).isZero();
    trial = goOn(trial.next(4, 4, Tally.NONE, GOOD, at(2)));
    assertThat(trial.weight()).isEqualTo(100);
    assertThat(trial.keepsBefore()).isTrue();
    assertThat(trial.next(4, 4, Tallies.of(60, 12, 10), GOOD, at(9)))
        .isInstanceOf(Outcome.RollBack.class);
    assertThat(trial.next(4, 4, FEW, GOOD, at(61))).isInstanceOf(Outcome.GoOn.class);
    assertThat(trial.next(4, 4, FEW, GOOD, at(62))).isInstanceOf(Outcome.Promote.class);
  }

  @Test
  void aShorterPlanEndsInItsLastStep() {
    var trial = goOn(Trial.begin(CANARY, BEGIN).next(1, 4, Tally.NONE, Tally.NONE, at(0)));
    trial = goOn(trial.next(1, 4, GOOD, GOOD, at(60)));
    var shorter = trial.with(BLUE_GREEN);
    assertThat(shorter.step()).isZero();
    assertThat(shorter.weight()).isEqualTo(10);
    assertThat(goOn(shorter.next(4, 4, GOOD, GOOD, at(61))).weight()).isEqualTo(100);
  }
}
