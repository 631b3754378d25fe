package io.scaledapp.balancer.pick;

/**
 * Of two random endpoints the one with fewer requests in flight for its weight: nearly as even as
 * asking all, and balancers that do not know of each other do not all run to the same one (Envoy's
 * least request). Since they are drawn by weight, idle endpoints share by weight too.
 */
final class LeastRequest extends TwoChoices {

  LeastRequest(long seed) {
    super(seed);
  }

  @Override
  boolean isBetter(Candidates candidates, int second, int first) {
    long load = (long) candidates.concurrency(first) * candidates.weight(second);
    long otherLoad = (long) candidates.concurrency(second) * candidates.weight(first);
    return otherLoad < load;
  }
}
