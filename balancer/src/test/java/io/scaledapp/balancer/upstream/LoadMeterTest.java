package io.scaledapp.balancer.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LoadMeterTest {

  @Test
  void integralFollowsConcurrency() {
    var meter = new LoadMeter();
    meter.begin(100);
    meter.begin(200);
    assertThat(meter.read().concurrencyNanos(300)).isEqualTo(200 + 100);
    meter.end(400);
    assertThat(meter.read().concurrencyNanos(1000)).isEqualTo(900 + 200);
    meter.end(1000);
    assertThat(meter.read().concurrencyNanos(99_999)).isEqualTo(1100);
    assertThat(meter.read().requests()).isEqualTo(2);
    assertThat(meter.read().concurrency()).isZero();
  }

  @Test
  void clockThatBeganBelowZeroMakesNoDifference() {
    var meter = new LoadMeter();
    meter.begin(Long.MAX_VALUE - 10);
    meter.begin(Long.MAX_VALUE - 10);
    meter.end(Long.MIN_VALUE + 9);
    assertThat(meter.read().concurrencyNanos(Long.MIN_VALUE + 9)).isEqualTo(40);
  }

  @Test
  void readerNeverSeesHalfAChange() throws InterruptedException {
    var meter = new LoadMeter();
    var started = new CountDownLatch(1);
    int changes = 2_000_000;
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  started.countDown();
                  for (int i = 0; i < changes; i++) {
                    meter.begin(1_000);
                    meter.end(1_000);
                  }
                });
    started.await();
    while (writer.isAlive()) {
      // Every request begins and ends at 1,000, so at 1,000 the integral is always 0.
      assertThat(meter.read().concurrencyNanos(1_000)).isZero();
    }
    assertThat(meter.read().requests()).isEqualTo(changes);
  }
}
