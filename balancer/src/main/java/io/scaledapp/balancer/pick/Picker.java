package io.scaledapp.balancer.pick;

import io.scaledapp.balancer.control.AppRoute;

/**
 * Chooses the endpoint of a request: one object an app, shared by all event loops. A pick takes
 * time in proportion to the number of candidates and allocates nothing.
 */
public interface Picker {

  /** What {@link #pick} returns when there is no candidate. */
  int NONE = -1;

  /**
   * The index of the endpoint that takes the request, or {@link #NONE} without candidates.
   *
   * @param clientHash a hash of the client's address
   */
  int pick(Candidates candidates, int clientHash);

  /** A fresh picker of the policy. */
  static Picker of(AppRoute.Policy policy) {
    return switch (policy) {
      case ROUND_ROBIN -> new RoundRobin();
      case LEAST_CONNECTIONS -> new LeastConnections();
      case IP_HASH -> new IpHash();
    };
  }
}
