package io.scaledapp.balancer.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PeakLatencyTest {
  private static final long QUICK = Duration.ofMillis(5).toNanos();
  private static final long SLOW = Duration.ofSeconds(2).toNanos();

  private final AtomicLong clock = new AtomicLong(Duration.ofDays(30).toNanos());
  private final PeakLatency latency = new PeakLatency(clock::get);

  @Test
  void nothingIsKnownAtFirst() {
    assertThat(latency.now()).isZero();
  }

  @Test
  void peakCountsAtOnce() {
    latency.observe(QUICK);
    latency.observe(SLOW);

    assertThat(latency.now()).isCloseTo(SLOW, within(SLOW / 1e6));
  }

  @Test
  void quickAnswersBringItDownAgain() {
    latency.observe(SLOW);
    for (int second = 0; second < 100; second++) {
      pass(Duration.ofSeconds(1));
      latency.observe(QUICK);
    }

    assertThat(latency.now()).isCloseTo(QUICK, within(QUICK * 0.1));
  }

  /** The trap of a mean that only answers can change: who is never asked never improves. */
  @Property
  void serverThatWasSlowOnceIsTheBetterOneAgainAfterAWhile(
      @ForAll @LongRange(min = 1_000, max = 60_000_000_000L) long slow,
      @ForAll @LongRange(min = 1_000, max = 60_000_000_000L) long quick) {
    var other = new PeakLatency(clock::get);
    latency.observe(slow);
    other.observe(quick);

    for (int second = 0; second < 180; second++) {
      pass(Duration.ofSeconds(1));
      other.observe(quick);
    }

    assertThat(latency.now()).isLessThan(other.now());
  }

  @Property
  void itIsNeverAboveTheSlowestAnswer(@ForAll @LongRange(min = 0, max = 1L << 40) long[] answers) {
    var fresh = new PeakLatency(clock::get);
    float slowest = 0;
    for (long nanos : answers) {
      pass(Duration.ofMillis(nanos % 5_000));
      fresh.observe(nanos);
      slowest = Math.max(slowest, nanos);
      assertThat(fresh.now()).isBetween(0.0, slowest * 1.000001);
    }
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }
}
