package io.scaledapp.balancer.upstream;

import org.jspecify.annotations.Nullable;

/** A request that waits for an endpoint. Called on any thread. */
public interface Waiter {

  /** A hash of the client's address. */
  int clientHash();

  /** The endpoint that has the client's session, or null if none has. */
  @Nullable UpstreamEndpoint preferred();

  /** The request has a slot on {@code endpoint}, and must release it in any case. */
  void granted(UpstreamEndpoint endpoint);

  /** The app is gone from the routing table. */
  void dismissed();
}
