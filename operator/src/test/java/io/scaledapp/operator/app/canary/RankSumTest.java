package io.scaledapp.operator.app.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RankSumTest {

  /**
   * By hand: A = {3, 4, 6, 9}, B = {1, 2, 5, 7, 8}; U of A = 12 of 20 pairs, mean 10, variance
   * 4·5·10/12 = 16.67.
   */
  @Test
  void withoutTies() {
    var first = counts(3, 4, 6, 9);
    var second = counts(1, 2, 5, 7, 8);
    assertThat(RankSum.z(first, second)).isCloseTo(2 / Math.sqrt(200 / 12.0), within(1e-9));
  }

  /**
   * By hand: of A = {1, 2, 2}, B = {2, 3}; U of A = 1 of 6 pairs, mean 3; the three 2s take 24 / 20
   * off 6 in the variance.
   */
  @Test
  void withTies() {
    assertThat(RankSum.z(counts(1, 2, 2), counts(2, 3)))
        .isCloseTo(-2 / Math.sqrt(6 / 12.0 * (6 - 24 / 20.0)), within(1e-9));
  }

  @Test
  void nothingCanBeToldOfNothingOrOfOneBucket() {
    assertThat(RankSum.z(counts(), counts(1))).isZero();
    assertThat(RankSum.z(counts(1), counts())).isZero();
    assertThat(RankSum.z(counts(4, 4, 4), counts(4, 4))).isZero();
  }

  @Property
  void theOtherWayRoundItIsTheOpposite(
      @ForAll @Size(6) List<@IntRange(max = 50) Integer> a,
      @ForAll @Size(6) List<@IntRange(max = 50) Integer> b) {
    var first = a.stream().mapToLong(Integer::longValue).toArray();
    var second = b.stream().mapToLong(Integer::longValue).toArray();
    assertThat(RankSum.z(first, second)).isCloseTo(-RankSum.z(second, first), within(1e-6));
  }

  private static long[] counts(int... buckets) {
    var counts = new long[10];
    for (var bucket : buckets) {
      counts[bucket]++;
    }
    return counts;
  }
}
