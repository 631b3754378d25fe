package io.scaledapp.operator.autoscaler;

import static io.scaledapp.operator.autoscaler.Policies.between;
import static io.scaledapp.operator.autoscaler.Policies.percent;
import static io.scaledapp.operator.autoscaler.Policies.replicas;
import static io.scaledapp.operator.autoscaler.Policies.rules;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.autoscaler.Decision.Limit;
import io.scaledapp.operator.autoscaler.ScalingRules.Select;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoscalerTest {

  private static final Target CONNECTIONS = new Target(LoadMetric.CONNECTIONS, 100);

  /** Worked examples: a minute of steady load, target 50 each, between 1 and 100. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 1",
    "1, 50, 1",
    "1, 55, 1", // within 10 % of what one is meant to carry
    "1, 56, 2",
    "4, 200, 4",
    "4, 219, 4",
    "4, 221, 5",
    "4, 180, 4", // 10 % less is within the tolerance, though 4 are the result anyway
    "20, 905, 20", // ⌈905/50⌉ is 19, but the load is within 10 % of 1,000
    "20, 899, 18",
    "4, 50, 1",
    "1, 5000, 100",
    "1, 50000, 100",
  })
  void followsASteadyLoad(int before, double load, int after) {
    var simulation = new Simulation(between(1, 100), before).concurrency(load, 130);

    assertThat(simulation.last().desired()).isEqualTo(after);
  }

  @Test
  void saysWhyInWordsWithTheNumbers() {
    var simulation = new Simulation(between(1, 10).by(CONNECTIONS), 3).connections(412, 1);

    assertThat(simulation.last().reason())
        .isEqualTo("3 → 5: 412 open connections on average over 60 s, target 100 each");
  }

  @Test
  void theMetricThatAsksForTheMostWins() {
    var policies = between(1, 10).by(new Target(LoadMetric.CONCURRENCY, 50), CONNECTIONS);
    var simulation = new Simulation(policies, 1).load(120, 700, 0, 1);

    assertThat(simulation.last().reason())
        .isEqualTo("1 → 7: 700 open connections on average over 60 s, target 100 each");
  }

  @Test
  void scalesOnTheRateOfRequests() {
    var policies = between(1, 10).by(new Target(LoadMetric.REQUEST_RATE, 200));
    var simulation = new Simulation(policies, 1).requestRate(990.25, 1);

    assertThat(simulation.last().reason())
        .isEqualTo("1 → 5: 990.3 requests/s on average over 60 s, target 200 each");
  }

  @Test
  void boundsTheCountAndSaysSo() {
    var high = new Simulation(between(1, 4), 1).concurrency(412, 1).last();
    assertThat(high.reason())
        .isEqualTo(
            "1 → 4: 412 requests in flight on average over 60 s, target 50 each, wants 9; maxReplicas is 4");
    assertThat(high.limit()).isEqualTo(Limit.MAX_REPLICAS);

    var low = new Simulation(between(2, 4), 2).concurrency(0, 61).last();
    assertThat(low.reason())
        .isEqualTo(
            "2: 0 requests in flight on average over 60 s, target 50 each, wants 0; minReplicas is 2");
    assertThat(low.limit()).isEqualTo(Limit.MIN_REPLICAS);
  }

  @Test
  void aFixedCountIgnoresLoadAndBounds() {
    var decision = new Simulation(between(1, 4).fixedAt(7), 2).concurrency(1, 1).last();

    assertThat(decision.desired()).isEqualTo(7);
    assertThat(decision.reason()).isEqualTo("2 → 7: fixed by spec.replicas");
    assertThat(decision.limit()).isEqualTo(Limit.FIXED);
  }

  @Test
  void afterAFixedCountTheLoadDecidesAgain() {
    var simulation = new Simulation(between(1, 4).fixedAt(7), 2).concurrency(60, 70);

    simulation.become(between(1, 4)).concurrency(60, 1);

    assertThat(simulation.last().desired()).isEqualTo(2);
  }

  @Test
  void lessLoadLowersTheCountOnlyAsTheStableWindowSeesIt() {
    var simulation = new Simulation(between(1, 10), 1).concurrency(200, 130);

    simulation.concurrency(0, 10);
    assertThat(simulation.last().desired()).as("mean of 167").isEqualTo(4);
    simulation.concurrency(0, 36);
    assertThat(simulation.last().desired()).as("mean of 47").isEqualTo(1);
  }

  @Test
  void neverDecreasesBeforeAWholeWindowWasSeen() {
    var simulation = new Simulation(between(1, 10), 5).concurrency(0, 60);

    assertThat(simulation.counts).containsOnly(5);
    assertThat(simulation.last().limit()).isEqualTo(Limit.LOAD_UNKNOWN);
    assertThat(simulation.concurrency(0, 1).last().desired()).isEqualTo(1);
  }

  @Test
  void atTheLowestCountNothingWaitsForMissingData() {
    var simulation = new Simulation(between(1, 10), 1).concurrency(0, 3);

    assertThat(simulation.last().limit()).isEqualTo(Limit.MIN_REPLICAS);
    assertThat(simulation.last().desired()).isEqualTo(1);
  }

  @Test
  void neverDecreasesOnMissingData() {
    var simulation = new Simulation(between(0, 10), 1).concurrency(200, 130);

    simulation.silence(0, 600);
    assertThat(simulation.last().desired()).isEqualTo(4);
    simulation.concurrency(0, 60);
    assertThat(simulation.last().desired()).as("the silence is not forgotten at once").isEqualTo(4);
    simulation.concurrency(0, 1);
    assertThat(simulation.last().desired()).isZero();
  }

  @Test
  void increasesOnWhatIsKnownOfMissingData() {
    var simulation = new Simulation(between(1, 10), 1).concurrency(0, 70).silence(300, 60);

    assertThat(simulation.last().desired()).isEqualTo(6);
  }

  @Test
  void scaleUpFollowsItsRules() {
    var rules = rules(0, Select.MAX, replicas(2, 10), percent(50, 10));
    var simulation = new Simulation(between(1, 100).up(rules), 2).concurrency(5000, 40);

    // Each 10 s the larger of two replicas and a half.
    assertThat(simulation.counts.get(0)).isEqualTo(4);
    assertThat(simulation.counts.get(9)).isEqualTo(4);
    assertThat(simulation.counts.get(10)).isEqualTo(6);
    assertThat(simulation.counts.get(20)).isEqualTo(9);
    assertThat(simulation.counts.get(30)).isEqualTo(14);
    assertThat(simulation.last().reason()).endsWith("wants 100; scaleUp allows 14");
    assertThat(simulation.last().limit()).isEqualTo(Limit.SCALE_UP_RULES);
  }

  @Test
  void theSmallestOfSeveralRulesHoldsWhenAskedFor() {
    var rules = rules(0, Select.MIN, replicas(2, 10), percent(50, 10));
    var simulation = new Simulation(between(1, 100).up(rules), 2).concurrency(5000, 1);

    assertThat(simulation.last().desired()).isEqualTo(3);
  }

  @Test
  void scaleDownFollowsItsRules() {
    var rules = rules(0, Select.MAX, replicas(1, 30));
    var simulation = new Simulation(between(1, 10).down(rules), 5).concurrency(0, 60);

    simulation.concurrency(0, 1);
    assertThat(simulation.last().desired()).isEqualTo(4);
    simulation.concurrency(0, 29);
    assertThat(simulation.last().desired()).isEqualTo(4);
    simulation.concurrency(0, 1);
    assertThat(simulation.last().desired()).isEqualTo(3);
    assertThat(simulation.last().limit()).isEqualTo(Limit.SCALE_DOWN_RULES);
  }

  @Test
  void disabledMeansNoChangeInThatDirection() {
    var disabled = rules(0, Select.DISABLED);
    var simulation = new Simulation(between(1, 10).down(disabled).up(disabled), 5);

    assertThat(simulation.concurrency(5000, 10).last().desired()).isEqualTo(5);
    assertThat(simulation.concurrency(0, 200).last().desired()).isEqualTo(5);
  }

  @Test
  void aDecreaseWaitsForItsStabilizationWindow() {
    var rules = rules(300, Select.MAX, percent(100, 15));
    var simulation = new Simulation(between(1, 10).down(rules), 1).concurrency(500, 130);

    simulation.concurrency(0, 299);
    assertThat(simulation.last().desired()).isEqualTo(10);
    simulation.concurrency(0, 60);
    assertThat(simulation.last().desired()).isEqualTo(1);
  }

  @Test
  void anIncreaseWaitsForItsStabilizationWindow() {
    var rules = rules(30, Select.MAX, percent(100_000, 15));
    var simulation = new Simulation(between(1, 10).up(rules), 1).concurrency(10, 70);

    simulation.concurrency(500, 20);
    assertThat(simulation.last().desired()).isEqualTo(1);
    simulation.concurrency(500, 30);
    assertThat(simulation.last().desired()).isGreaterThan(1);
  }
}
