package io.scaledapp.operator.app.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTimesTest {

  @ParameterizedTest
  @CsvSource({
    // In winter Berlin is an hour ahead of UTC, in summer two.
    "2026-01-05T06:59:59Z, false",
    "2026-01-05T07:00:00Z, true",
    "2026-01-05T16:59:59Z, true",
    "2026-01-05T17:00:00Z, false",
    "2026-07-06T05:59:59Z, false",
    "2026-07-06T06:00:00Z, true",
    "2026-07-06T16:00:00Z, false",
    // A Saturday.
    "2026-07-11T10:00:00Z, false",
  })
  void areOnFromStartToEndInTheirOwnZone(Instant time, boolean on) {
    var office = new CronTimes("0 8 * * 1-5", "0 18 * * 1-5", "Europe/Berlin");

    assertThat(office.test(time)).isEqualTo(on);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-05T21:59:00Z, false",
    "2026-01-05T23:00:00Z, true",
    "2026-01-06T05:00:00Z, false"
  })
  void mayGoOverMidnight(Instant time, boolean on) {
    assertThat(new CronTimes("0 22 * * *", "0 5 * * *", "UTC").test(time)).isEqualTo(on);
  }

  @Test
  void whatIsNoTimeIsNamed() {
    assertThatThrownBy(() -> new CronTimes("0 25 * * *", "0 18 * * *", "UTC"))
        .hasMessage(
            "start: must be minute, hour, day of month, month and day of week, is \"0 25 * * *\"");
    assertThatThrownBy(() -> new CronTimes("0 8 * * *", "soon, I hope", "UTC"))
        .hasMessageStartingWith("end: must be");
    assertThatThrownBy(() -> new CronTimes("0 8 * * *", "0 18 * * *", "Mars/Olympus"))
        .hasMessage("timeZone: must be a name such as Europe/Berlin, is \"Mars/Olympus\"");
  }
}
