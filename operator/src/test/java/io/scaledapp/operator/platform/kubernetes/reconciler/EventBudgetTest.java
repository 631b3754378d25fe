package io.scaledapp.operator.platform.kubernetes.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventBudgetTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final EventBudget budget = new EventBudget();

  @Test
  void aBurstIsToldAndThenOneNowAndThen() {
    assertThat(IntStream.range(0, 100).filter(i -> budget.allows("a", START)).count())
        .isEqualTo(EventBudget.BURST);
    assertThat(budget.allows("a", START.plus(EventBudget.REFILL.dividedBy(2)))).isFalse();
    assertThat(budget.allows("a", START.plus(EventBudget.REFILL))).isTrue();
    assertThat(budget.allows("a", START.plus(EventBudget.REFILL))).isFalse();
  }

  @Test
  void aLoudAppSilencesNoOther() {
    IntStream.range(0, 100).forEach(i -> budget.allows("loud", START));
    assertThat(budget.allows("quiet", START)).isTrue();
  }
}
