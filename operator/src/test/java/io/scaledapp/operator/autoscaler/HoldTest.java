package io.scaledapp.operator.autoscaler;

import static io.scaledapp.operator.autoscaler.Policies.between;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scaledapp.operator.autoscaler.Decision.Limit;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HoldTest {

  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  private static final Hold DEFAULT = new Hold(TEN_MINUTES, 0.95);
  private static final Policies POLICIES = between(1, 100).reactingIn(6).holding(DEFAULT);

  @Test
  void whatWasNeededForMoreThanTheShareLeftOutIsKeptUntilItIsNot() {
    var simulation = new Simulation(POLICIES, 1).concurrency(200, 300).concurrency(0, 280);

    assertThat(simulation.last().desired()).isEqualTo(4);
    assertThat(simulation.last().limit()).isEqualTo(Limit.RECENT_NEED);
    assertThat(simulation.last().reason()).endsWith("; lately 4 were needed");

    simulation.concurrency(0, 320);
    assertThat(simulation.last().desired()).isEqualTo(1);
  }

  @Test
  void aShortBurstThatIsAloneIsNotHeld() {
    var simulation = new Simulation(POLICIES, 1).concurrency(40, 600).concurrency(2_000, 6);

    assertThat(simulation.last().desired()).isEqualTo(40);
    simulation.concurrency(40, 12);
    assertThat(simulation.last().desired()).isEqualTo(1);
  }

  @Test
  void burstsThatComeBackFindTheirReplicas() {
    var simulation = new Simulation(POLICIES, 1);
    for (var burst = 0; burst < 5; burst++) {
      simulation.concurrency(500, 15).concurrency(40, 105);
    }

    assertThat(simulation.last().desired()).isEqualTo(10);
  }

  @Test
  void aRestartKeepsTheCountForAWindow() {
    var simulation = new Simulation(POLICIES, 8).concurrency(100, 500);

    assertThat(simulation.last().desired()).isEqualTo(8);
    simulation.concurrency(100, 90);
    assertThat(simulation.last().desired()).isEqualTo(2);
  }

  @Test
  void loadThatIsNotKnownCountsAsWhatIsThere() {
    var simulation =
        new Simulation(POLICIES, 1).concurrency(200, 60).silence(0, 540).concurrency(0, 300);

    assertThat(simulation.last().desired()).isEqualTo(4);
  }

  @Test
  void anIdleAppGoesToZeroWhateverIsHeld() {
    var policies = between(0, 100).reactingIn(6).holding(DEFAULT).zeroAfter(30);
    var simulation = new Simulation(policies, 1).concurrency(200, 300).concurrency(0, 31);

    assertThat(simulation.last().desired()).isZero();
  }

  @Test
  void nothingIsHeldWhereNothingIsAskedFor() {
    var policies = between(1, 100).reactingIn(6).holding(Hold.NONE);
    var simulation = new Simulation(policies, 1).concurrency(200, 300).concurrency(0, 6);

    assertThat(simulation.last().desired()).isEqualTo(1);
  }

  @Test
  void theMostOfTheWindowIsEnoughForAllOfIt() {
    var now = Instant.EPOCH;
    var need = RecentNeed.of(1);
    for (var second = 1; second <= 600; second++) {
      need = need.with(second == 300 ? 9 : 2, TEN_MINUTES, now.plusSeconds(second));
    }
    var end = now.plusSeconds(600);

    assertThat(need.enoughFor(1, TEN_MINUTES, end)).isEqualTo(9);
    assertThat(need.enoughFor(0.98, TEN_MINUTES, end)).isEqualTo(2);
    assertThat(need.spans().size()).isLessThan(5);
  }

  @Test
  void memoryIsBoundedByStepsOfTheWindow() {
    var need = RecentNeed.of(1);
    for (var second = 1; second <= 5_000; second++) {
      need = need.with(second % 7, TEN_MINUTES, Instant.EPOCH.plusSeconds(second));
    }

    assertThat(need.spans().size()).isLessThanOrEqualTo(122);
  }

  @Test
  void anImpossibleHoldIsRefused() {
    assertThatThrownBy(() -> new Hold(TEN_MINUTES, 0)).hasMessage("impossible hold: 0.0 of PT10M");
    assertThatThrownBy(() -> new Hold(Duration.ofHours(2), 1)).hasMessageContaining("PT2H");
  }
}
