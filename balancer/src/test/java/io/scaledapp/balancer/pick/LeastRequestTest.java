package io.scaledapp.balancer.pick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LeastRequestTest {

  @Property
  void theBusierOfTwoIsNotTaken(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 1000) int concurrency,
      @ForAll @IntRange(min = 1, max = 1000) int more) {
    var candidates = FakeCandidates.ofWeights(1, 1).concurrency(concurrency + more, concurrency);

    assertThat(candidates.count(new LeastRequest(seed), 50)).containsExactly(0, 50);
  }

  @Property
  void theBusiestOfAllIsNeverTaken(
      @ForAll long seed,
      @ForAll @Size(min = 2, max = 12) List<@IntRange(min = 0, max = 9) Integer> concurrency) {
    var candidates = FakeCandidates.ofWeights(concurrency.stream().map(c -> 1).toList());
    candidates.concurrency(concurrency.stream().mapToInt(c -> c).toArray());
    candidates.concurrency[concurrency.size() / 2] = 10;

    assertThat(candidates.count(new LeastRequest(seed), 100)[concurrency.size() / 2]).isZero();
  }

  @Test
  void loadIsMeasuredAgainstWeight() {
    var candidates = FakeCandidates.ofWeights(1, 10).concurrency(1, 9);

    assertThat(candidates.count(new LeastRequest(1), 100)).containsExactly(0, 100);
  }

  @Test
  void idleEndpointsAreSharedByWeight() {
    int[] counts = FakeCandidates.ofWeights(1, 2, 5).count(new LeastRequest(1), 8_000);

    assertThat(counts[0]).isCloseTo(1_000, within(200));
    assertThat(counts[1]).isCloseTo(2_000, within(250));
  }

  /** Among n endpoints that keep m·n requests, the fullest has m + O(log log n) of them. */
  @Test
  void twoChoicesAreNearlyAsEvenAsAll() {
    var candidates = FakeCandidates.ofWeights(Collections.nCopies(100, 1));
    var picker = new LeastRequest(1);

    for (int i = 0; i < 1_000; i++) {
      candidates.concurrency[picker.pick(candidates, 0)]++;
    }

    assertThat(Arrays.stream(candidates.concurrency).max().orElseThrow()).isLessThanOrEqualTo(14);
  }
}
