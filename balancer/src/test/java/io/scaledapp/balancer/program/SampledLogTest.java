package io.scaledapp.balancer.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class SampledLogTest {
  private long now = Long.MAX_VALUE - 1;

  @Test
  void oneOfASecondIsToldAndTheNextSaysHowManyWereNot() {
    var log = new SampledLog(() -> now);
    var told = new ArrayList<Long>();
    log.happened(told::add);
    log.happened(told::add);
    log.happened(told::add);
    now += Duration.ofMillis(999).toNanos();
    log.happened(told::add);
    now += Duration.ofMillis(1).toNanos();
    log.happened(told::add);
    now += Duration.ofSeconds(5).toNanos();
    log.happened(told::add);

    assertThat(told).containsExactly(0L, 3L, 0L);
  }
}
