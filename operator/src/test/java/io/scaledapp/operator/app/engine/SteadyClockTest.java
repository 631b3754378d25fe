package io.scaledapp.operator.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

  @Test
  void goesOnFromTheTimeOfDayByTheTicker() {
    var start = Instant.parse("2026-01-01T00:00:00Z");
    var ticker = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
    var clock = new SteadyClock(start, ticker::get);

    ticker.addAndGet(3_000_000_000L);

    assertThat(clock.instant()).as("over the ticker's overflow").isEqualTo(start.plusSeconds(3));
  }
}
