package io.scaledapp.balancer.pick;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Whose turn it is among endpoints that are equally good, smoothly by weight.
 *
 * <p>Equal weights take strict turns. Otherwise turn n falls at the fraction n·φ mod 1 of the total
 * weight, with φ the golden ratio: multiples of it lie as evenly as any sequence can (Knuth, The
 * Art of Computer Programming 6.4, theorem S), so a heavy endpoint's turns are spread out and every
 * count stays within a few of its share. Unlike nginx's smooth weighted round robin this keeps one
 * counter in place of a number an endpoint, so threads do not wait for one another and candidates
 * may come and go.
 */
final class Turns {
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private final AtomicLong taken = new AtomicLong();

  /**
   * How much weight, 0 to {@code total - 1}, lies before the endpoint whose turn it is.
   *
   * @param count endpoints that take turns, at least 1
   * @param total sum of their weights
   */
  long next(int count, long total, boolean equalWeights) {
    long turn = taken.getAndIncrement();
    return equalWeights
        ? Math.floorMod(turn, count) * (total / count)
        : Math.unsignedMultiplyHigh(turn * GOLDEN_RATIO, total);
  }
}
