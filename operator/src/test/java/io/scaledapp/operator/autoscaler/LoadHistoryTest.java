package io.scaledapp.operator.autoscaler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoadHistoryTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration KEEP = Duration.ofSeconds(10);

  private final LoadHistory history = new LoadHistory();

  @Test
  void averagesTheSamplesOfAWindow() {
    for (var second = 1; second <= 5; second++) {
      add(second, second, true);
    }

    assertThat(history.meanSince(at(3), LoadMetric.CONCURRENCY)).isEqualTo(4.5);
    assertThat(history.meanSince(at(5), LoadMetric.CONCURRENCY)).isZero();
  }

  @Test
  void keepsNoMoreThanItIsTold() {
    for (var second = 1; second <= 100; second++) {
      add(second, second, true);
    }

    assertThat(history.meanSince(START, LoadMetric.CONCURRENCY)).isEqualTo(95.5);
  }

  @Test
  void knowsSinceWhenTheLoadIsKnown() {
    add(1, 0, true);
    add(2, 0, false);
    add(3, 0, true);
    add(4, 0, true);

    assertThat(history.isCompleteBetween(at(3), at(4))).isTrue();
    assertThat(history.isCompleteBetween(at(2), at(4))).isFalse();
  }

  @Test
  void aGapIsNoKnowledge() {
    add(1, 0, true);
    add(100, 0, true);

    assertThat(history.isCompleteBetween(at(50), at(100))).isFalse();
    assertThat(history.isCompleteBetween(at(100), at(106))).as("nothing lately").isFalse();
  }

  @Test
  void aClockThatIsSetBackBeginsAgain() {
    add(100, 10, true);
    add(5, 2, true);

    assertThat(history.meanSince(START, LoadMetric.CONCURRENCY)).isEqualTo(2);
    assertThat(history.isCompleteBetween(at(4), at(5))).isFalse();
  }

  private void add(int second, double load, boolean complete) {
    history.add(new LoadSample(at(second), load, 0, 0, 0, complete), KEEP);
  }

  private static Instant at(int second) {
    return START.plusSeconds(second);
  }
}
