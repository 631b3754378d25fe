package io.scaledapp.balancer.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;

class DrainTest {

  @Property
  void tunnelsEndSpreadOverTheLatterHalfAndBeforeTheDrainEnds(
      @ForAll long since,
      @ForAll @LongRange(min = 1_000_000, max = 1L << 50) long nanos,
      @ForAll @DoubleRange(min = 0, max = 1) double random) {
    var drain = new Drain(since, nanos);
    assertThat(drain.untilEnd(since, random))
        .isBetween(Duration.ofNanos(nanos / 2 - 1), drain.untilForced(since));
    assertThat(drain.untilForced(since)).isLessThan(Duration.ofNanos(nanos));
    assertThat(drain.untilEnd(since + nanos, random)).isZero();
  }
}
