package io.scaledapp.balancer.pick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PeakEwmaTest {

  @Property
  void theSlowerOfTwoIsNotTaken(
      @ForAll long seed,
      @ForAll @IntRange(min = 1) int nanos,
      @ForAll @IntRange(min = 1) int more) {
    var candidates = FakeCandidates.ofWeights(1, 1).latency((double) nanos + more, nanos);

    assertThat(candidates.count(new PeakEwma(seed), 50)).containsExactly(0, 50);
  }

  @Test
  void slowerOneIsTakenWhenTheQuickerHasTooMuchToDo() {
    var candidates = FakeCandidates.ofWeights(1, 1).latency(1e6, 5e6).concurrency(5, 0);

    assertThat(candidates.count(new PeakEwma(1), 50)).containsExactly(0, 50);
  }

  @Test
  void newEndpointGetsOneRequestUntilItAnswers() {
    var candidates = FakeCandidates.ofWeights(1, 1).latency(1e9, 0);
    var picker = new PeakEwma(1);

    assertThat(picker.pick(candidates, 0)).isEqualTo(1);
    candidates.concurrency(0, 1);
    assertThat(candidates.count(picker, 50)).containsExactly(50, 0);
  }

  @Test
  void equallyQuickOnesAreSharedByWeight() {
    var candidates = FakeCandidates.ofWeights(1, 3);
    int[] counts = candidates.count(new PeakEwma(1), 4_000);

    assertThat(counts[0]).isCloseTo(1_000, within(150));
  }
}
