package io.scaledapp.operator.autoscaler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JudgementTest {

  @Test
  void isBelievedOnceItWasRight() {
    assertThat(Judgement.NONE.isBelieved()).isFalse();
    assertThat(right(1).isBelieved()).isTrue();
    assertThat(wrong(Judgement.NONE, 1).isBelieved()).isFalse();
  }

  @Test
  void aWeekendOfWrongOnesIsForgivenAndALongerTimeIsNot() {
    var believed = right(10);

    assertThat(wrong(believed, 2).isBelieved()).isTrue();
    assertThat(wrong(believed, 4).isBelieved()).isFalse();
  }

  @Test
  void beliefComesBackWhenTheyAreRightAgain() {
    var lost = wrong(right(10), 10);

    assertThat(lost.isBelieved()).isFalse();
    assertThat(right(lost, 5).isBelieved()).isTrue();
  }

  @Test
  void onesThatAreHardlyNearerAreNotWorthIt() {
    var judgement = Judgement.NONE;
    for (var round = 0; round < 20; round++) {
      judgement = judgement.seen(10, 1, 5.6);
    }

    assertThat(judgement.missed()).isLessThan(judgement.missedByNone());
    assertThat(judgement.isBelieved()).isFalse();
  }

  private static Judgement right(int times) {
    return right(Judgement.NONE, times);
  }

  private static Judgement right(Judgement before, int times) {
    var judgement = before;
    for (var round = 0; round < times; round++) {
      judgement = judgement.seen(10, 1, 10);
    }
    return judgement;
  }

  private static Judgement wrong(Judgement before, int times) {
    var judgement = before;
    for (var round = 0; round < times; round++) {
      judgement = judgement.seen(10, 1, 1);
    }
    return judgement;
  }
}
