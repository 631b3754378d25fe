package io.scaledapp.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How a trace becomes a larger one. */
class TraceTest {

  private static final int[] ONE_A_MINUTE =
      IntStream.range(0, 600).map(second -> second % 60 == 30 ? 1 : 0).toArray();

  private static Trace times(int factor, long seed) {
    return new Trace(ONE_A_MINUTE).times(factor, new SplittableRandom(seed));
  }

  @Test
  void factorOneChangesNothing() {
    assertThat(times(1, 7).arrivals()).isEqualTo(ONE_A_MINUTE);
  }

  @Test
  void noCopyIsLostNorAdded() {
    assertThat(IntStream.of(times(100, 7).arrivals()).sum()).isEqualTo(1_000);
  }

  @Test
  void copiesFallAroundTheSecondOfTheirRequest() {
    var arrivals = times(100, 7).arrivals();

    for (var second = 0; second < arrivals.length; second++) {
      var near = Math.abs(second % 60 - 30) <= 5;
      assertThat(arrivals[second] > 0).as("second " + second).isEqualTo(near);
    }
  }

  @Test
  void seedDecidesAlone() {
    assertThat(times(10, 7).arrivals()).isEqualTo(times(10, 7).arrivals());
    assertThat(times(10, 7).arrivals()).isNotEqualTo(times(10, 8).arrivals());
  }

  @Test
  void copiesAtTheEndsStayInTheTrace() {
    var edges = new Trace(new int[] {5, 5}).times(20, new SplittableRandom(1));

    assertThat(IntStream.of(edges.arrivals()).sum()).isEqualTo(200);
  }

  @Test
  void factorBelowOneIsRefused() {
    assertThatThrownBy(() -> times(0, 1)).hasMessage("factor 0 is not 1 or more");
  }
}
