package io.scaledapp.balancer.exchange;

import io.scaledapp.balancer.eventloop.Worker;
import io.scaledapp.balancer.upstream.App;
import io.scaledapp.balancer.upstream.UpstreamEndpoint;
import io.scaledapp.balancer.upstream.Waiter;

/** One wait of a request in its app's queue; brings the answer back to the event loop. */
final class Turn implements Waiter {
  private final Placement placement;
  private final Worker worker;
  private final App app;
  private final int clientHash;

  Turn(Placement placement, Worker worker, App app, int clientHash) {
    this.placement = placement;
    this.worker = worker;
    this.app = app;
    this.clientHash = clientHash;
  }

  App app() {
    return app;
  }

  @Override
  public int clientHash() {
    return clientHash;
  }

  @Override
  public void granted(UpstreamEndpoint endpoint) {
    worker.execute(() -> placement.granted(this, endpoint));
  }

  @Override
  public void dismissed() {
    worker.execute(() -> placement.dismissed(this));
  }
}
