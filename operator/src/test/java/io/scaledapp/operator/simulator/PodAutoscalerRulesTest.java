package io.scaledapp.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The HPA by examples worked from its documentation, with a target of 10 for each pod. */
class PodAutoscalerRulesTest {

  private final PodAutoscalerRules rules = new PodAutoscalerRules();

  @Test
  void countIsTheLoadOverTheTargetRoundedUp() {
    assertThat(rules.count(15, 71, 10, 6)).isEqualTo(8);
  }

  @Test
  void nothingChangesWithinTheTolerance() {
    assertThat(rules.count(15, 65, 10, 6)).isEqualTo(6);
    assertThat(rules.count(30, 54, 10, 6)).isEqualTo(6);
    assertThat(rules.count(45, 67, 10, 6)).isEqualTo(7);
  }

  @Test
  void upGoesByDoublingOrFourPodsInAPeriod() {
    assertThat(rules.count(15, 1_000, 10, 1)).isEqualTo(5);
    assertThat(rules.count(30, 1_000, 10, 5)).isEqualTo(10);
    assertThat(rules.count(45, 1_000, 10, 10)).isEqualTo(20);
  }

  @Test
  void downGoesToTheHighestRecommendationOfFiveMinutes() {
    rules.count(15, 100, 10, 10);

    assertThat(rules.count(30, 20, 10, 10)).isEqualTo(10);
    assertThat(rules.count(300, 30, 10, 10)).isEqualTo(10);
    assertThat(rules.count(315, 20, 10, 10)).isEqualTo(3);
  }
}
