package io.scaledapp.balancer.upstream;

import static io.scaledapp.balancer.upstream.Rotation.Verdict.EJECT;
import static io.scaledapp.balancer.upstream.Rotation.Verdict.KEEP;
import static io.scaledapp.balancer.upstream.Rotation.Verdict.RETURN_ALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.OutlierDetection;
import io.scaledapp.balancer.upstream.Rotation.Verdict;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotationTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static OutlierDetection percent(int percent) {
    return new OutlierDetection(5, false, Duration.ofSeconds(30), MINUTE, percent);
  }

  @ParameterizedTest
  @CsvSource({"2, 0, true", "2, 1, false", "19, 1, false", "20, 1, true", "20, 2, false"})
  void tenPercentOrOneMayBeOut(int ready, int ejected, boolean another) {
    assertThat(Rotation.judge(percent(10), ready, ejected, 1)).isEqualTo(another ? EJECT : KEEP);
  }

  @Property
  void theLastThatWorksIsNeverEjected(
      @ForAll @IntRange(min = 1, max = 100) int ready,
      @ForAll @IntRange(min = 0, max = 100) int ejected,
      @ForAll @IntRange(min = 0, max = 100) int percent) {
    assertThat(Rotation.judge(percent(percent), ready, ejected, 0)).isNotEqualTo(EJECT);
  }

  @Test
  void whereAllFailNoneIsEjected() {
    assertThat(Rotation.judge(percent(100), 3, 2, 0)).isEqualTo(RETURN_ALL);
    assertThat(Rotation.judge(percent(100), 1, 0, 0)).isEqualTo(KEEP);
  }

  @Test
  void noneIsEjectedWhereNoneMayBe() {
    assertThat(Rotation.judge(percent(0), 100, 0, 99)).isEqualTo(KEEP);
  }

  @Property
  void ejectionsStayWithinTheirPercent(
      @ForAll @IntRange(min = 2, max = 200) int ready,
      @ForAll @IntRange(min = 1, max = 100) int percent) {
    int ejected = 0;
    while (Rotation.judge(percent(percent), ready, ejected, ready - ejected - 1) == Verdict.EJECT) {
      ejected++;
    }

    assertThat(ejected).isBetween(1, Math.max(1, ready * percent / 100));
    assertThat(ejected).isLessThan(ready);
  }

  @ParameterizedTest
  @CsvSource({"0, 10", "3, 10", "15, 25", "30, 50", "59, 98", "60, 100", "600, 100"})
  void shareOfANewEndpointGrowsEvenly(int seconds, int percent) {
    long nanos = Duration.ofSeconds(seconds).toNanos();

    assertThat(Rotation.weight(1, nanos, MINUTE)).isEqualTo(percent);
    assertThat(Rotation.weight(1000, nanos, MINUTE) / 1000).isEqualTo(percent);
  }

  @Test
  void shareIsWholeAtOnceWithoutASlowStart() {
    assertThat(Rotation.weight(7, 0, Duration.ZERO)).isEqualTo(7 * Rotation.WEIGHT_UNIT);
  }
}
