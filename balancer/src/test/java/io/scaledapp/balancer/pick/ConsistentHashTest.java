package io.scaledapp.balancer.pick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ConsistentHashTest {
  private final Picker picker = new ConsistentHash(125);

  @Property
  void sameKeyGoesToTheSameEndpointWhileThereIsRoom(
      @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 1000) Integer> weights,
      @ForAll int key) {
    var candidates = FakeCandidates.ofWeights(weights);

    assertThat(picker.pick(candidates, key)).isEqualTo(new IpHash().pick(candidates, key));
    assertThat(picker.pick(candidates, key)).isEqualTo(picker.pick(candidates, key));
  }

  @Property
  void noEndpointGetsMoreThanItsBound(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 1000) Integer> weights,
      @ForAll @IntRange(min = 101, max = 300) int bound,
      @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 3) Integer> keys) {
    var candidates = FakeCandidates.ofWeights(weights);
    long total = weights.stream().mapToInt(w -> w).sum();
    var bounded = new ConsistentHash(bound);

    int placed = 0;
    for (int key : keys) {
      int index = bounded.pick(candidates, key);
      candidates.concurrency[index]++;
      placed++;
      long most = Math.ceilDiv((long) placed * weights.get(index) * bound, total * 100);
      assertThat((long) candidates.concurrency[index]).isLessThanOrEqualTo(most);
    }
  }

  @Property
  void keyStaysWhenAnotherEndpointGoes(
      @ForAll @Size(min = 2, max = 20) List<@IntRange(min = 1, max = 1000) Integer> weights,
      @ForAll int key,
      @ForAll @IntRange(max = 19) int gone) {
    int goneIndex = gone % weights.size();
    var keys = new ArrayList<Integer>();
    weights.forEach(weight -> keys.add(("pod-" + keys.size()).hashCode()));
    int before = picker.pick(FakeCandidates.ofKeys(List.copyOf(weights), keys), key);

    var fewer = new ArrayList<>(weights);
    fewer.remove(goneIndex);
    var fewerKeys = new ArrayList<>(keys);
    fewerKeys.remove(goneIndex);
    int after = picker.pick(FakeCandidates.ofKeys(fewer, fewerKeys), key);

    if (before != goneIndex) {
      assertThat(after).isEqualTo(before < goneIndex ? before : before - 1);
    }
  }

  @Test
  void keysOfOneThatIsFullAreSpreadOverAllOthers() {
    var candidates = FakeCandidates.ofWeights(1, 1, 1, 1, 1);
    var ofFirst = new ArrayList<Integer>();
    for (int key = 0; ofFirst.size() < 1_000; key++) {
      if (picker.pick(candidates, key) == 0) {
        ofFirst.add(key);
      }
    }
    candidates.concurrency(100, 10, 10, 10, 10);
    int[] counts = new int[5];

    ofFirst.forEach(key -> counts[picker.pick(candidates, key)]++);

    assertThat(counts[0]).isZero();
    for (int i = 1; i < counts.length; i++) {
      assertThat(counts[i]).isCloseTo(250, within(70));
    }
  }

  @Property
  void someoneIsPickedWhateverTheLoad(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 0) Integer> concurrency,
      @ForAll int key) {
    var candidates = FakeCandidates.ofWeights(concurrency.stream().map(c -> 1000).toList());
    candidates.concurrency(concurrency.stream().mapToInt(c -> c).toArray());

    assertThat(picker.pick(candidates, key)).isBetween(0, concurrency.size() - 1);
  }
}
