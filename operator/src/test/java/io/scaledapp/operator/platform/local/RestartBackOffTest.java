package io.scaledapp.operator.platform.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartBackOffTest {
  private static final RestartBackOff BACK_OFF = RestartBackOff.DEFAULT;

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 1", "3, 2", "4, 4", "7, 32", "8, 60", "9, 60"})
  void waitDoublesFromTheSecondCrashOnUpToItsBound(int crashes, int seconds) {
    assertThat(BACK_OFF.delay(crashes)).hasSeconds(seconds);
  }

  @Property
  void waitNeverShrinksNorPassesItsBound(@ForAll @IntRange(min = 1) int crashes) {
    assertThat(BACK_OFF.delay(crashes)).isLessThanOrEqualTo(BACK_OFF.longest());
    if (crashes < Integer.MAX_VALUE) {
      assertThat(BACK_OFF.delay(crashes + 1)).isGreaterThanOrEqualTo(BACK_OFF.delay(crashes));
    }
  }

  @ParameterizedTest
  @CsvSource({"59, 5", "60, 1"})
  void processThatRanForLongBeginsANewRow(int seconds, int crashes) {
    assertThat(BACK_OFF.count(4, Duration.ofSeconds(seconds))).isEqualTo(crashes);
  }
}
