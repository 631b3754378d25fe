package io.scaledapp.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Knative's autoscaler by examples worked from its documentation: with a capacity of 10 its target
 * is 7.
 */
class KnativePodAutoscalerTest {

  private final KnativePodAutoscaler autoscaler = new KnativePodAutoscaler(10, 1);

  @Test
  void stableLoadIsDividedByTheTarget() {
    assertThat(autoscaler.count(100, 50, 50, 8)).isEqualTo(8);
    assertThat(autoscaler.count(102, 49, 49, 8)).isEqualTo(7);
  }

  @Test
  void atMostHalfOfTheReadyPodsGoAtOnce() {
    assertThat(autoscaler.count(100, 7, 7, 9)).isEqualTo(4);
  }

  @Test
  void panicBeginsAtTwiceTheReadyPodsAndFollowsThePanicWindow() {
    // Below: 70 / 7 = 10 of 6. From there on: 84 / 7 = 12 of 6.
    assertThat(autoscaler.count(100, 42, 70, 6)).isEqualTo(6);
    assertThat(autoscaler.count(102, 42, 84, 6)).isEqualTo(12);
  }

  @Test
  void panicNeverLowersAndLastsAStableWindow() {
    autoscaler.count(100, 10, 140, 2);

    assertThat(autoscaler.count(102, 20, 20, 20)).isEqualTo(20);
    assertThat(autoscaler.count(160, 20, 20, 20)).isEqualTo(20);
    assertThat(autoscaler.count(162, 20, 20, 20)).isEqualTo(10);
  }

  @Test
  void lastPodGoesAfterItsGrace() {
    for (var second = 1; second <= 29; second++) {
      assertThat(autoscaler.decide(idle(second, 1))).isEqualTo(1);
    }
    for (var second = 30; second <= 31; second++) {
      autoscaler.decide(idle(second, 1));
    }

    assertThat(autoscaler.decide(idle(32, 1))).isZero();
  }

  @Test
  void requestThatWaitsAtZeroIsSeenBetweenTwoTicks() {
    for (var second = 1; second <= 40; second++) {
      autoscaler.decide(idle(second, 0));
    }

    assertThat(autoscaler.decide(new Moment(41, 0, 0, 0.5, 1, 1, 0, 1))).isEqualTo(1);
  }

  private static Moment idle(long second, int ready) {
    return new Moment(second, ready, ready, 0, 0, 0, 0, 0);
  }
}
