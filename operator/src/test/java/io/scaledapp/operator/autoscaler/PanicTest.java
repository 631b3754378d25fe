package io.scaledapp.operator.autoscaler;

import static io.scaledapp.operator.autoscaler.Policies.between;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.autoscaler.Decision.Limit;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class PanicTest {

  @Test
  void aBurstIsFollowedWithinThePanicWindow() {
    var simulation = new Simulation(between(1, 10), 1).concurrency(0, 120).concurrency(400, 6);

    assertThat(simulation.last().desired()).isEqualTo(8);
    assertThat(simulation.last().reason())
        .isEqualTo("7 → 8: panic: 400 requests in flight on average over 6 s, target 50 each");
  }

  @Test
  void aRiseBelowTheThresholdIsNoPanic() {
    var simulation = new Simulation(between(1, 10), 4).concurrency(200, 120).concurrency(390, 6);

    assertThat(simulation.state().panicAt()).isNull();
  }

  @Test
  void neverDecreasesInPanicAndEndsItAfterAStableWindow() {
    var simulation = new Simulation(between(1, 10), 1).concurrency(0, 120).concurrency(400, 6);

    // The panic window asks for twice what is ready for the last time while the count is 4.
    simulation.concurrency(0, 50);
    assertThat(simulation.last().desired()).isEqualTo(8);
    assertThat(simulation.last().limit()).isEqualTo(Limit.PANIC);
    simulation.concurrency(0, 15);
    assertThat(simulation.last().desired()).isEqualTo(1);
  }

  @Test
  void aLoadThatLastsIsCarriedOverTheEndOfThePanic() {
    var simulation = new Simulation(between(1, 100), 1).concurrency(0, 120).concurrency(2000, 200);

    var afterRise = simulation.counts.subList(126, simulation.counts.size());
    assertThat(Collections.min(afterRise)).isEqualTo(40);
    assertThat(Collections.max(afterRise)).isEqualTo(40);
    assertThat(simulation.state().panicAt()).isNull();
  }

  /**
   * knative#3153: a thousand replicas were wanted, forty were ready after the minute that a panic
   * lasted, and the calm autoscaler took nearly everything back.
   */
  @Test
  void slowStartsDoNotEndInACollapse() {
    var simulation = new Simulation(between(1, 2000), 1).concurrency(0, 120);
    simulation.mostReady = 40;

    for (var burst = 0; burst < 20; burst++) {
      simulation.concurrency(50_000, 10).concurrency(0, 20);
    }

    assertThat(simulation.counts.subList(126, 720)).containsOnly(1000);
  }

  @Test
  void aLoadThatStillRisesAfterThePanicLosesNoReplica() {
    var simulation = new Simulation(between(1, 2000), 1).concurrency(0, 120).concurrency(400, 10);

    for (var second = 0; second < 300; second++) {
      simulation.concurrency(400 + 20 * second, 1);
    }

    assertThat(simulation.counts).isSorted();
    assertThat(simulation.state().panicAt()).isNull();
  }
}
