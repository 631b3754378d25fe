package io.scaledapp.balancer.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.OutlierDetection;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class EjectionTest {
  private static final OutlierDetection POLICY = OutlierDetection.DEFAULT;

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void eachTimeInARowIsLongerUpToTheLongest() {
    var ejection = Ejection.NEVER;
    long now = 7;
    for (int time = 1; time <= 12; time++) {
      ejection = ejection.next(POLICY, now);
      assertThat(ejection.until() - now).isEqualTo(seconds(Math.min(30 * time, 300)));
      now = ejection.until();
    }
  }

  @Test
  void timeInRotationMakesUpForEjections() {
    var twice = Ejection.NEVER.next(POLICY, 0).next(POLICY, seconds(30));

    assertThat(twice.next(POLICY, twice.until() + seconds(29)).times()).isEqualTo(3);
    assertThat(twice.next(POLICY, twice.until() + seconds(31)).times()).isEqualTo(2);
    assertThat(twice.next(POLICY, twice.until() + seconds(61)).times()).isEqualTo(1);
    assertThat(twice.next(POLICY, twice.until() + seconds(3_600)).times()).isEqualTo(1);
  }

  @Property
  void ejectionIsNeverShorterThanTheFirstNorLongerThanTheLongest(
      @ForAll @LongRange(min = 0, max = 1L << 40) long[] pauses, @ForAll long start) {
    var ejection = Ejection.NEVER;
    long now = start;
    for (long pause : pauses) {
      ejection = ejection.next(POLICY, now);
      assertThat(ejection.until() - now).isBetween(seconds(30), seconds(300));
      now = ejection.until() + pause;
    }
  }
}
