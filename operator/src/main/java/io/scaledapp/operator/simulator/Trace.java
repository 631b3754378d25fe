package io.scaledapp.operator.simulator;

import java.util.random.RandomGenerator;

/**
 * Requests that arrive in each second.
 *
 * @param arrivals one number a second, from 0; not changed after it was handed over
 */
public record Trace(int[] arrivals) {

  public Trace {
    if (arrivals.length == 0) {
      throw new IllegalArgumentException("a trace needs at least one second");
    }
  }

  int seconds() {
    return arrivals.length;
  }

  /**
   * A load of whole copies. The first copy of a request keeps its second and each other falls at
   * random within 5 s around it, so that gaps of the original do not just repeat.
   *
   * @param factor copies of each request, from 1
   * @param random of a seed, so that the same trace comes of it again
   */
  public Trace times(int factor, RandomGenerator random) {
    if (factor < 1) {
      throw new IllegalArgumentException("factor " + factor + " is not 1 or more");
    }
    var copies = arrivals.clone();
    for (var second = 0; second < arrivals.length; second++) {
      Copies.add(copies, second, (long) arrivals[second] * (factor - 1), random);
    }
    return new Trace(copies);
  }
}
