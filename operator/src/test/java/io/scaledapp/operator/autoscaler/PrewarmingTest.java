package io.scaledapp.operator.autoscaler;

import static io.scaledapp.operator.autoscaler.Policies.between;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Load that a time of day brings finds its replicas ready. */
class PrewarmingTest {

  private static final int HOUR = 3_600;

  /** Decided before nine of the third day, with a target of 50. */
  private static Simulation atNineOfTheThirdDay(Policies policies, double otherwise) {
    var simulation = new Simulation(policies, 1);
    for (var day = 0; day < 2; day++) {
      simulation.concurrency(otherwise, 9 * HOUR);
      simulation.concurrency(500, HOUR);
      simulation.concurrency(otherwise, 14 * HOUR);
    }
    return simulation.concurrency(otherwise, 9 * HOUR - 1);
  }

  @Test
  void replicasAreReadyWhenTheLoadComes() {
    var simulation = atNineOfTheThirdDay(between(1, 100).reactingIn(6), 40);

    assertThat(simulation.last().desired()).isBetween(10, 11);
    assertThat(simulation.reasons())
        .anyMatch(reason -> reason.matches("1 → 1[01]: season of the day: .* from 09:00 UTC on"));
  }

  @Test
  void appAtZeroHasOneBeforeItsFirstRequest() {
    var simulation = atNineOfTheThirdDay(between(0, 100).reactingIn(6).zeroAfter(60), 0);
    var counts = simulation.counts;

    assertThat(counts.subList(counts.size() - HOUR, counts.size() - 60)).containsOnly(0);
    assertThat(simulation.last().desired()).isPositive();
    assertThat(simulation.reasons()).anyMatch(reason -> reason.startsWith("0 → 1: season of the"));
  }

  @Test
  void loadThatFailsToComeCostsOneBinOnly() {
    var simulation = atNineOfTheThirdDay(between(0, 100).reactingIn(6).zeroAfter(60), 0);

    assertThat(simulation.concurrency(0, 200).last().desired()).isPositive();
    assertThat(simulation.concurrency(0, 110).last().desired()).isZero();
  }

  @Test
  void maxReplicasHold() {
    assertThat(atNineOfTheThirdDay(between(1, 4).reactingIn(6), 40).last().desired()).isEqualTo(4);
  }

  @Test
  void moreThanUsualIsReactedTo() {
    var simulation = atNineOfTheThirdDay(between(1, 100).reactingIn(6), 40);

    assertThat(simulation.concurrency(2_000, 30).last().desired()).isGreaterThanOrEqualTo(40);
  }

  @Test
  void whoRestsIsToBeWokenForIt() {
    var simulation = atNineOfTheThirdDay(between(0, 100).reactingIn(6).zeroAfter(60), 0);
    var policy = between(0, 100).reactingIn(6).policy();
    var nine = Simulation.START.plusSeconds((2 * 24 + 9) * HOUR);
    var state = simulation.concurrency(0, 400).state();

    assertThat(state.desired()).isZero();
    assertThat(state.isSeasonSilent(policy, nine.plusSeconds(400), nine.plusSeconds(415))).isTrue();
    var before = aMinuteBefore();
    assertThat(before.isSeasonSilent(policy, nine.minusSeconds(60), nine.minusSeconds(45)))
        .isTrue();
    assertThat(before.isSeasonSilent(policy, nine.minusSeconds(60), nine.minusSeconds(5)))
        .isFalse();
  }

  /** Nine of the third day. */
  private static AutoscalerState aMinuteBefore() {
    var simulation = new Simulation(between(0, 100).reactingIn(6).zeroAfter(60), 1);
    for (var day = 0; day < 2; day++) {
      simulation.concurrency(0, 9 * HOUR).concurrency(500, HOUR).concurrency(0, 14 * HOUR);
    }
    return simulation.concurrency(0, 9 * HOUR - 60).state();
  }
}
