package io.scaledapp.balancer.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BodyPaceTest {
  private static final Duration READ = Duration.ofSeconds(60);
  private static final long START = Duration.ofDays(7).toNanos();

  private final BodyPace pace = new BodyPace();

  @Test
  void silenceIsBorneForTheReadTimeout() {
    pace.begin(START);
    assertThat(pace.patience(START, READ)).isEqualTo(READ);
    assertThat(pace.patience(after(59), READ)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aByteNowAndThenBuysNoFurtherTime() {
    pace.begin(START);
    for (int second = 10; second <= 60; second += 10) {
      pace.came(1);
    }
    assertThat(pace.patience(after(61), READ)).isNegative();
  }

  @Test
  void paceThatIsKeptLeavesTheWholeReadTimeout() {
    pace.begin(START);
    for (int second = 1; second <= 3600; second++) {
      // A byte more, since a nanosecond is cut off of each byte's time.
      pace.came(BodyPace.BYTES_PER_SECOND + 1);
      assertThat(pace.patience(after(second), READ)).isEqualTo(READ);
    }
  }

  @Test
  void whatCameFastMayBeFollowedByWhatComesSlowly() {
    pace.begin(START);
    pace.came(100 * (BodyPace.BYTES_PER_SECOND + 1));
    assertThat(pace.patience(after(100), READ)).isEqualTo(READ);
    assertThat(pace.patience(after(200), READ)).isNegative();
  }

  @Test
  void timeBeforeTheClientWasAwaitedIsNotHeld() {
    pace.begin(START);
    pace.begin(after(1000));
    assertThat(pace.patience(after(1000), READ)).isEqualTo(READ);
  }

  private static long after(int seconds) {
    return START + Duration.ofSeconds(seconds).toNanos();
  }
}
