package io.scaledapp.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The elasticity metrics by examples worked by hand. */
class ElasticityTest {

  @Test
  void supplyThatIsTheDemandHasNoFault() {
    assertThat(Elasticity.of(new double[] {1, 2.5, 4}, new int[] {1, 3, 4}))
        .isEqualTo(new Elasticity(0, 0, 0, 0, 0, 0));
  }

  @Test
  void missingReplicasCountInSharesOfTheDemand() {
    // 2 of 4 are missing in one of four seconds, 0.5 of 2.5 in another.
    var elasticity = Elasticity.of(new double[] {4, 2.5, 1, 1}, new int[] {2, 2, 1, 1});

    assertThat(elasticity.under()).isCloseTo((0.5 + 0.2) / 4, within(1e-9));
    assertThat(elasticity.timeUnder()).isEqualTo(0.5);
    assertThat(elasticity.over()).isZero();
  }

  @Test
  void replicasTooManyCountBeyondTheNextWholeOne() {
    // Three are right for 2.5; five are two too many.
    var elasticity = Elasticity.of(new double[] {2.5, 2.5}, new int[] {3, 5});

    assertThat(elasticity.over()).isCloseTo(2 / 2.5 / 2, within(1e-9));
    assertThat(elasticity.timeOver()).isEqualTo(0.5);
  }

  @Test
  void demandBelowOneIsASharedOne() {
    var elasticity = Elasticity.of(new double[] {0, 0.5}, new int[] {2, 0});

    assertThat(elasticity.over()).isCloseTo(2 / 1.0 / 2, within(1e-9));
    assertThat(elasticity.under()).isCloseTo(0.5 / 2, within(1e-9));
  }

  @Test
  void movesAgainstTheDemandAreInstability() {
    var elasticity = Elasticity.of(new double[] {2, 2, 3, 3}, new int[] {2, 3, 2, 4});

    assertThat(elasticity.needlessUp()).isEqualTo(2 / 4.0);
    assertThat(elasticity.needlessDown()).isEqualTo(1 / 4.0);
  }
}
