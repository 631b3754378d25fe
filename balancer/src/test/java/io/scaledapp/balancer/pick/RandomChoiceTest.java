package io.scaledapp.balancer.pick;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RandomChoiceTest {
  private static final int PICKS = 20_000;

  @Property(tries = 100)
  void requestsAreSharedByWeight(
      @ForAll long seed,
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 1000) Integer> weights) {
    int total = weights.stream().mapToInt(w -> w).sum();

    int[] counts = FakeCandidates.ofWeights(weights).count(new RandomChoice(seed), PICKS);

    for (int i = 0; i < counts.length; i++) {
      double share = (double) weights.get(i) / total;
      // Seven standard deviations, and some for shares of nearly nothing.
      double slack = 7 * Math.sqrt(PICKS * share * (1 - share)) + 20;
      assertThat((double) counts[i]).isBetween(PICKS * share - slack, PICKS * share + slack);
    }
  }

  @Property
  void turnsAreNotInOrder(@ForAll long seed) {
    var candidates = FakeCandidates.ofWeights(1, 1);
    var picker = new RandomChoice(seed);
    int same = 0;

    int before = picker.pick(candidates, 0);
    for (int i = 0; i < 200; i++) {
      int now = picker.pick(candidates, 0);
      same += now == before ? 1 : 0;
      before = now;
    }

    assertThat(same).isBetween(40, 160);
  }
}
