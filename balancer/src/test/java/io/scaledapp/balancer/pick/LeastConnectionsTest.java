package io.scaledapp.balancer.pick;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeastConnectionsTest {
  private final Picker picker = new LeastConnections();

  @Test
  void leastLoadedIsTaken() {
    var candidates = FakeCandidates.ofWeights(1, 1, 1).concurrency(4, 2, 3);

    assertThat(candidates.count(picker, 10)).containsExactly(0, 10, 0);
  }

  @Test
  void loadIsMeasuredAgainstWeight() {
    var candidates = FakeCandidates.ofWeights(1, 10).concurrency(1, 9);

    assertThat(picker.pick(candidates, 0)).isEqualTo(1);
  }

  @Test
  void tiesTakeTurnsWhereverTheyStand() {
    var candidates = FakeCandidates.ofWeights(1, 1, 1, 1).concurrency(9, 9, 1, 1);

    assertThat(candidates.count(picker, 10)).containsExactly(0, 0, 5, 5);
  }

  @Test
  void idleEndpointsTakeTurnsByWeight() {
    var candidates = FakeCandidates.ofWeights(3, 1);

    assertThat(candidates.count(picker, 400)[0]).isBetween(297, 303);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, Integer.MAX_VALUE})
  void extremesDoNotOverflow(int concurrency) {
    var candidates = FakeCandidates.ofWeights(1000, 1000).concurrency(concurrency, concurrency);

    assertThat(candidates.count(picker, 2)).containsExactly(1, 1);
  }

  @Property
  void requestsThatStayEndUpSharedByWeight(
      @ForAll @Size(min = 1, max = 10) List<@IntRange(min = 1, max = 1000) Integer> weights) {
    var candidates = FakeCandidates.ofWeights(weights);
    int total = weights.stream().mapToInt(w -> w).sum();
    var fresh = new LeastConnections();

    for (int i = 0; i < total; i++) {
      candidates.concurrency[fresh.pick(candidates, 0)]++;
    }

    for (int i = 0; i < weights.size(); i++) {
      assertThat(candidates.concurrency[i])
          .isBetween(weights.get(i) - weights.size(), weights.get(i) + weights.size());
    }
  }

  @Property
  void nobodyWithLessLoadIsPassedOver(
      @ForAll @Size(min = 1, max = 10) List<@IntRange(min = 0, max = 5) Integer> concurrency) {
    var candidates = FakeCandidates.ofWeights(concurrency.stream().map(c -> 1).toList());
    candidates.concurrency(concurrency.stream().mapToInt(c -> c).toArray());

    int picked = picker.pick(candidates, 0);

    assertThat(concurrency).allMatch(other -> other >= concurrency.get(picked));
  }
}
