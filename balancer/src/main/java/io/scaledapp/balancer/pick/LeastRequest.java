package io.scaledapp.balancer.pick;

/**
 * Of two random endpoints the one with fewer requests in flight for its weight: nearly as even as
 * asking all, and balancers that do not know of each other do not all run to the same one
 * (Mitzenmacher, "The power of two choices in randomized load balancing", 2001; Envoy's least
 * request). They are drawn by weight, so that idle endpoints share by weight too.
 */
final class LeastRequest implements Picker {
  private final Draws draws;

  LeastRequest(long seed) {
    draws = new Draws(seed);
  }

  @Override
  public int pick(Candidates candidates, int hash) {
    if (candidates.size() <= 1) {
      return candidates.size() - 1;
    }
    int first = draws.one(candidates);
    int second = draws.another(candidates, first);
    long load = (long) candidates.concurrency(first) * candidates.weight(second);
    long otherLoad = (long) candidates.concurrency(second) * candidates.weight(first);
    return otherLoad < load ? second : first;
  }
}
