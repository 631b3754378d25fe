package io.scaledapp.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Copies fall where they should, be they few or many. */
class CopiesTest {

  @Property
  void noneIsLost(
      @ForAll @IntRange(min = 0, max = 100_000) int copies,
      @ForAll @IntRange(min = 0, max = 19) int second,
      @ForAll long seed) {
    var arrivals = new int[20];

    Copies.add(arrivals, second, copies, new SplittableRandom(seed));

    assertThat(IntStream.of(arrivals).sum()).isEqualTo(copies);
    assertThat(IntStream.of(arrivals).min().orElseThrow()).isNotNegative();
  }

  @Property(tries = 50)
  void eachSecondGetsItsShare(@ForAll long seed) {
    var arrivals = new int[40];

    Copies.add(arrivals, 20, 110_000, new SplittableRandom(seed));

    // Ten times the deviation of about 95.
    for (var second = 15; second <= 25; second++) {
      assertThat(arrivals[second]).as("second " + second).isBetween(9_000, 11_000);
    }
  }
}
