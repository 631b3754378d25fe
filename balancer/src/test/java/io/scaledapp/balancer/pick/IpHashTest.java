package io.scaledapp.balancer.pick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;

class IpHashTest {
  private final Picker picker = new IpHash();

  @Property
  void clientStaysWhenAnotherEndpointGoes(
      @ForAll @Size(min = 2, max = 20) List<@IntRange(min = 1, max = 1000) Integer> weights,
      @ForAll @Size(20) @UniqueElements List<Integer> keys,
      @ForAll int client,
      @ForAll @IntRange(max = 19) int gone) {
    keys = keys.subList(0, weights.size());
    int goneIndex = gone % weights.size();
    int before = picker.pick(FakeCandidates.ofKeys(weights, keys), client);

    int after =
        picker.pick(
            FakeCandidates.ofKeys(without(weights, goneIndex), without(keys, goneIndex)), client);

    if (before != goneIndex) {
      assertThat(after).isEqualTo(before < goneIndex ? before : before - 1);
    }
  }

  @Test
  void clientsAreSharedByWeight() {
    var candidates = FakeCandidates.ofWeights(1, 2, 5);

    int[] counts = candidates.count(picker, 80_000);

    assertThat(counts[0]).isCloseTo(10_000, within(500));
    assertThat(counts[1]).isCloseTo(20_000, within(700));
    assertThat(counts[2]).isCloseTo(50_000, within(700));
  }

  @Test
  void neighbouringAddressesAreSharedToo() {
    var candidates = FakeCandidates.ofWeights(1, 1, 1, 1);
    int[] counts = new int[4];

    for (int address = 0x0A000000; address < 0x0A000400; address++) {
      counts[picker.pick(candidates, address)]++;
    }

    for (int count : counts) {
      assertThat(count).isCloseTo(256, within(60));
    }
  }

  private static List<Integer> without(List<Integer> values, int index) {
    var copy = new ArrayList<>(values);
    copy.remove(index);
    return copy;
  }
}
