package io.scaledapp.balancer.upstream;

/** A connection to a replica that carries several requests at once. For one event loop. */
public interface SharedConnection {

  /** Requests that it may carry beside those that it does; 0 when it takes none any more. */
  int room();

  /** A way for one more request; only while there is {@link #room}. */
  Upstream open();

  /** Takes no further request, and closes when those that it has are over. */
  void leave();
}
