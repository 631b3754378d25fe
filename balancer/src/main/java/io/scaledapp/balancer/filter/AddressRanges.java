package io.scaledapp.balancer.filter;

import io.scaledapp.balancer.forwarded.Network;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Ranges of addresses of one family, sorted and disjoint, so that a look-up is a binary search. Of
 * two ranges in CIDR notation that meet, one holds the other, which is then left out.
 */
final class AddressRanges {
  private final Network[] ranges;

  private AddressRanges(List<Network> ranges) {
    this.ranges = ranges.toArray(Network[]::new);
  }

  /** Those of the ranges that are of the family. */
  static AddressRanges of(List<Network> all, boolean v4) {
    var sorted =
        all.stream()
            .filter(range -> range.v4() == v4)
            .sorted(
                Comparator.comparingInt(AddressRanges::prefix)
                    .thenComparing((a, b) -> compare(a, b.high(), b.low())))
            .toList();
    var disjoint = new ArrayList<Network>();
    for (Network range : sorted) {
      // A wider one came before.
      if (disjoint.stream().noneMatch(wider -> wider.contains(v4, range.high(), range.low()))) {
        disjoint.add(range);
      }
    }
    disjoint.sort((a, b) -> compare(a, b.high(), b.low()));
    return new AddressRanges(disjoint);
  }

  boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    long high = Network.high(bytes);
    long low = Network.low(bytes);
    int from = 0;
    int to = ranges.length - 1;
    // The last one that does not begin behind the address is the only one that can hold it.
    while (from <= to) {
      int middle = (from + to) >>> 1;
      if (compare(ranges[middle], high, low) <= 0) {
        from = middle + 1;
      } else {
        to = middle - 1;
      }
    }
    return to >= 0 && ranges[to].contains(ranges[to].v4(), high, low);
  }

  private static int prefix(Network range) {
    return Long.bitCount(range.highMask()) + Long.bitCount(range.lowMask());
  }

  private static int compare(Network range, long high, long low) {
    int first = Long.compareUnsigned(range.high(), high);
    return first != 0 ? first : Long.compareUnsigned(range.low(), low);
  }
}
