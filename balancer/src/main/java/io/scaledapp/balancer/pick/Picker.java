package io.scaledapp.balancer.pick;

import io.scaledapp.balancer.control.AppRoute;

/**
 * Chooses the endpoint of a request: one object an app, shared by all event loops. A pick takes
 * time in proportion to the number of candidates, allocates nothing and takes no lock.
 */
public interface Picker {

  /** What {@link #pick} returns when there is no candidate. */
  int NONE = -1;

  /**
   * The index of the endpoint that takes the request, or {@link #NONE} without candidates.
   *
   * @param hash of the client's address or of what else the route's hash goes by
   */
  int pick(Candidates candidates, int hash);

  /**
   * A fresh picker of the policy.
   *
   * @param loadBoundPercent of a consistent hash
   * @param seed of random choices
   */
  static Picker of(AppRoute.Policy policy, int loadBoundPercent, long seed) {
    return switch (policy) {
      case ROUND_ROBIN -> new RoundRobin();
      case LEAST_CONNECTIONS -> new LeastConnections();
      case LEAST_REQUEST -> new LeastRequest(seed);
      case IP_HASH -> new IpHash();
      case CONSISTENT_HASH -> new ConsistentHash(loadBoundPercent);
      case PEAK_EWMA -> new PeakEwma(seed);
      case RANDOM -> new RandomChoice(seed);
    };
  }
}
