package io.scaledapp.operator.simulator;

import java.util.random.RandomGenerator;

/** Copies of a second's requests, each at random in one of the seconds around it. */
final class Copies {

  /** Seconds to either side. */
  static final int SPREAD = 5;

  private static final int PLACES = 2 * SPREAD + 1;

  /** From here on the normal distribution tells as well how many fall into a second. */
  private static final int MANY = 100;

  private Copies() {}

  /** Adds so many copies around a second; those beyond an end fall into the last second there. */
  static void add(int[] arrivals, int second, long copies, RandomGenerator random) {
    var left = copies;
    for (var place = 0; place < PLACES; place++) {
      var here = binomial(left, 1.0 / (PLACES - place), random);
      var at = Math.clamp(second + place - (long) SPREAD, 0, arrivals.length - 1);
      arrivals[at] = Math.toIntExact(arrivals[at] + here);
      left -= here;
    }
  }

  /** How many of some fall into a part that each falls into with a probability. */
  private static long binomial(long count, double probability, RandomGenerator random) {
    if (probability >= 1) {
      return count;
    }
    if (count < MANY) {
      var hits = 0;
      for (var one = 0; one < count; one++) {
        hits += random.nextDouble() < probability ? 1 : 0;
      }
      return hits;
    }
    var mean = count * probability;
    var deviation = Math.sqrt(mean * (1 - probability));
    return Math.clamp(Math.round(mean + deviation * random.nextGaussian()), 0, count);
  }
}
