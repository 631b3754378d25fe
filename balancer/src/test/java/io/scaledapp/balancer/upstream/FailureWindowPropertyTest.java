package io.scaledapp.balancer.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FailureWindowPropertyTest {
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final long SLICE = WINDOW.toNanos() / 10;

  /**
   * A request that ends.
   *
   * @param after nanoseconds after the one before
   */
  record End(long after, boolean failure) {}

  @Provide
  Arbitrary<List<End>> ends() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 4 * SLICE), Arbitraries.of(true, false))
        .as(End::new)
        .list()
        .ofMaxSize(200);
  }

  @Provide
  Arbitrary<Long> starts() {
    return Arbitraries.of(0L, Long.MIN_VALUE, -SLICE, Long.MAX_VALUE - SLICE);
  }

  /** All of the last nine tenths of the window are counted, and nothing from before it. */
  @Property
  void countsWhatEndedWithinTheWindow(
      @ForAll("ends") List<End> ends, @ForAll("starts") long began) {
    var window = new FailureWindow(WINDOW, began);
    var failures = new ArrayList<Long>();
    var all = new ArrayList<Long>();
    long now = began;
    for (End end : ends) {
      now += end.after();
      window.count(end.failure(), now);
      all.add(now);
      if (end.failure()) {
        failures.add(now);
      }
      assertThat(window.ended(now)).isBetween(since(all, now, 9), since(all, now, 10));
      assertThat(window.failed(now)).isBetween(since(failures, now, 9), since(failures, now, 10));
    }
    assertThat(window.ended(now + WINDOW.toNanos())).isZero();
  }

  /** How many of the times are no longer ago than so many slices. */
  private static long since(List<Long> times, long now, int slices) {
    return times.stream().filter(time -> now - time <= slices * SLICE).count();
  }
}
