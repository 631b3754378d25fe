package io.scaledapp.operator.autoscaler;

import static io.scaledapp.operator.autoscaler.Policies.between;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  /** Simulations begin at it. */
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private static final Schedule EARLY = from(300, 900, 4);

  @Test
  void ofSeveralThatAreOnTheHighestHolds() {
    var noon = new Schedule("noon", time -> !time.isBefore(BEGIN.plusSeconds(600)), 9);
    var policy = between(1, 20).scheduled(EARLY, noon).policy();

    assertThat(Floor.at(policy, BEGIN)).isEqualTo(new Floor(1, null));
    assertThat(Floor.at(policy, BEGIN.plusSeconds(300))).isEqualTo(new Floor(4, "early"));
    assertThat(Floor.at(policy, BEGIN.plusSeconds(600))).isEqualTo(new Floor(9, "noon"));
  }

  @Test
  void raisesTheCountWithoutLoadAndSaysWhy() {
    var simulation = new Simulation(between(1, 20).scheduled(EARLY), 1).concurrency(0, 299);
    assertThat(simulation.last().desired()).isEqualTo(1);

    simulation.concurrency(0, 2);
    assertThat(simulation.last().desired()).isEqualTo(4);
    assertThat(simulation.reasons())
        .anyMatch(reason -> reason.startsWith("1 → 4: ") && reason.contains("schedule early asks"));

    simulation.concurrency(0, 620);
    assertThat(simulation.last().desired()).isEqualTo(1);
  }

  @Test
  void anAppAtZeroIsThereWhenItBegins() {
    var policies = between(0, 20).scheduled(EARLY).zeroAfter(30);
    var simulation = new Simulation(policies, 1).concurrency(0, 290);
    assertThat(simulation.last().desired()).isZero();

    simulation.concurrency(0, 12);
    assertThat(simulation.last().desired()).isEqualTo(4);
  }

  @Test
  void neverLeavesMaxReplicas() {
    var policies = between(1, 20).scheduled(from(0, 900, 40));

    assertThat(new Simulation(policies, 1).concurrency(0, 5).last().desired()).isEqualTo(20);
  }

  @Test
  void beginsAsFarAheadAsAStartTakes() {
    var policy = between(1, 20).scheduled(EARLY).policy();
    var before = BEGIN.plusSeconds(270);

    assertThat(Floor.over(policy, before, StartupTime.UNKNOWN).count()).isEqualTo(1);
    assertThat(Floor.over(policy, before, new StartupTime(40, null, 0)).count()).isEqualTo(4);
  }

  private static Schedule from(int begin, int end, int min) {
    return new Schedule(
        "early",
        time -> !time.isBefore(BEGIN.plusSeconds(begin)) && time.isBefore(BEGIN.plusSeconds(end)),
        min);
  }
}
