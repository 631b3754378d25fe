package io.scaledapp.operator.autoscaler;

import static io.scaledapp.operator.autoscaler.Policies.between;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ToZeroTest {

  @Test
  void goesToZeroAfterQuiet() {
    var simulation = new Simulation(between(0, 10).zeroAfter(20), 1).concurrency(1, 120);

    simulation.concurrency(0, 19);
    assertThat(simulation.last().desired()).isEqualTo(1);
    simulation.concurrency(0, 1);
    assertThat(simulation.last().reason()).isEqualTo("1 → 0: no load for 20 s");
  }

  @Test
  void aTrickleOfRequestsKeepsTheLastReplica() {
    var simulation = new Simulation(between(0, 10).zeroAfter(20), 1);

    for (var times = 0; times < 20; times++) {
      simulation.load(0.001, 0, 1, 1).concurrency(0, 15);
    }
    assertThat(simulation.counts).containsOnly(1);
  }

  @Test
  void openConnectionsKeepTheLastReplicaOnlyWhereTheyAreTheMeasure() {
    var byConnections = between(0, 10).by(new Target(LoadMetric.CONNECTIONS, 100)).zeroAfter(20);

    assertThat(new Simulation(byConnections, 1).connections(3, 200).last().desired()).isEqualTo(1);
    assertThat(new Simulation(between(0, 10), 1).connections(3, 200).last().desired()).isZero();
  }

  @Test
  void aHeldRequestBringsBackOneAtOnce() {
    var simulation = new Simulation(between(0, 10), 1).concurrency(0, 120);
    assertThat(simulation.last().desired()).isZero();

    assertThat(simulation.held(3).reason()).isEqualTo("0 → 1: 3 requests held");
    assertThat(simulation.concurrency(3, 10).last().desired()).isEqualTo(1);
  }

  @Test
  void minReplicasHoldsWhateverIsHeld() {
    var simulation = new Simulation(between(1, 10), 1).concurrency(0, 500);

    assertThat(simulation.counts).containsOnly(1);
  }

  @Test
  void theLoadBeforeZeroIsForgotten() {
    var simulation =
        new Simulation(between(0, 10).zeroAfter(5), 1).concurrency(500, 200).concurrency(0, 120);
    assertThat(simulation.last().desired()).isZero();

    simulation.held(1);
    simulation.concurrency(1, 1);
    assertThat(simulation.last().desired()).isEqualTo(1);
  }

  @Test
  void aFixedZeroStaysZero() {
    var simulation = new Simulation(between(0, 10).fixedAt(0), 1);

    assertThat(simulation.held(3).desired()).isZero();
  }
}
