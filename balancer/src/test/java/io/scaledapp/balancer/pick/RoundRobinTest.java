package io.scaledapp.balancer.pick;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RoundRobinTest {
  private final Picker picker = new RoundRobin();

  @Test
  void equalEndpointsTakeStrictTurns() {
    var candidates = FakeCandidates.ofWeights(100, 100, 100);

    assertThat(picks(candidates, 7)).isEqualTo("0120120");
  }

  @Test
  void heavyEndpointsTurnsAreSpreadOut() {
    var candidates = FakeCandidates.ofWeights(5, 1, 1);

    assertThat(picks(candidates, 70)).contains("1", "2").doesNotContain("000000", "11", "22");
  }

  @Test
  void onlyEndpointTakesAll() {
    assertThat(picks(FakeCandidates.ofWeights(3), 3)).isEqualTo("000");
  }

  @Property
  void everyStretchOfPicksIsSharedByWeight(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 1000) Integer> weights,
      @ForAll @IntRange(min = 1, max = 5_000) int picks) {
    var candidates = FakeCandidates.ofWeights(weights);
    double total = weights.stream().mapToInt(w -> w).sum();

    int[] counts = candidates.count(new RoundRobin(), picks);

    for (int i = 0; i < counts.length; i++) {
      assertThat((double) counts[i])
          .isBetween(picks * weights.get(i) / total - 5, picks * weights.get(i) / total + 5);
    }
  }

  @Test
  void threadsShareTheTurns() throws Exception {
    var candidates = FakeCandidates.ofWeights(1, 1, 1, 1);
    Callable<int[]> worker = () -> candidates.count(picker, 10_000);

    try (var threads = Executors.newFixedThreadPool(4)) {
      var all = threads.invokeAll(List.of(worker, worker, worker, worker));
      for (int i = 0; i < 4; i++) {
        int sum = 0;
        for (var counts : all) {
          sum += counts.get()[i];
        }
        assertThat(sum).isEqualTo(10_000);
      }
    }
  }

  private String picks(Candidates candidates, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Integer.toString(picker.pick(candidates, 0)))
        .collect(Collectors.joining());
  }
}
