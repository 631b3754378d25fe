package io.scaledapp.balancer.control;

/**
 * The buckets of latencies: four to each doubling, as in HdrHistogram with the fewest digits, so
 * that a bucket is at most a quarter wider than where it begins. The first begins at 0; the last
 * has all from a minute on.
 */
public final class LatencyBuckets {

  /** How many there are. */
  public static final int COUNT = 80;

  /** The unit of the first four buckets is 2^16 ns, some 66 µs. */
  private static final int UNIT_BITS = 16;

  private LatencyBuckets() {}

  /** The bucket of a latency in nanoseconds. */
  public static int of(long nanos) {
    long units = Math.max(0, nanos) >>> UNIT_BITS;
    if (units < 4) {
      return (int) units;
    }
    int doublings = Long.SIZE - 1 - Long.numberOfLeadingZeros(units);
    int quarter = (int) (units >>> (doublings - 2)) & 3;
    return Math.min(COUNT - 1, (doublings - 1) * 4 + quarter);
  }

  /** Where a bucket ends, in nanoseconds: the first latency of the next one. */
  public static long end(int bucket) {
    if (bucket < 4) {
      return (bucket + 1L) << UNIT_BITS;
    }
    int doublings = bucket / 4 + 1;
    return (5L + bucket % 4) << (doublings - 2 + UNIT_BITS);
  }
}
