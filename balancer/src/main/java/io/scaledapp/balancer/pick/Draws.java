package io.scaledapp.balancer.pick;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Random endpoints, with a probability by weight. The numbers are SplitMix64's (Steele, Lea and
 * Flood, "Fast splittable pseudorandom number generators", 2014): one counter that all threads
 * share, and a hash of it.
 */
final class Draws {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final AtomicLong state;

  /**
   * @param seed another one in every balancer, so that they do not choose alike
   */
  Draws(long seed) {
    state = new AtomicLong(seed);
  }

  /** One of at least one. */
  int one(Candidates candidates) {
    return Shares.at(candidates, below(Shares.total(candidates)));
  }

  /** One of at least two that is another than {@code first}. */
  int another(Candidates candidates, int first) {
    long before = below(Shares.total(candidates) - candidates.weight(first));
    int index = 0;
    int last = first == candidates.size() - 1 ? first - 1 : candidates.size() - 1;
    while (index < last && (index == first || before >= candidates.weight(index))) {
      before -= index == first ? 0 : candidates.weight(index);
      index++;
    }
    return index;
  }

  /** From 0 to {@code bound - 1}. */
  private long below(long bound) {
    return Math.unsignedMultiplyHigh(next(), Math.max(1, bound));
  }

  private long next() {
    long mixed = state.getAndAdd(GOLDEN_GAMMA);
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
