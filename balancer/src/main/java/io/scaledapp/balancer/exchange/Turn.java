package io.scaledapp.balancer.exchange;

import io.scaledapp.balancer.eventloop.Worker;
import io.scaledapp.balancer.upstream.App;
import io.scaledapp.balancer.upstream.UpstreamEndpoint;
import io.scaledapp.balancer.upstream.Waiter;

/** One wait of a request in its app's queue; brings the answer back to the event loop. */
record Turn(Placement placement, Worker worker, App app, int clientHash) implements Waiter {

  @Override
  public void granted(UpstreamEndpoint endpoint) {
    worker.execute(() -> placement.granted(this, endpoint));
  }

  @Override
  public void dismissed() {
    worker.execute(() -> placement.dismissed(this));
  }

  /** Each wait is its own: the placement is used again, so its fields do not tell two apart. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
