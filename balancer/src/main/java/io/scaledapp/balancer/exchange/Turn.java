package io.scaledapp.balancer.exchange;

import io.scaledapp.balancer.eventloop.Worker;
import io.scaledapp.balancer.upstream.App;
import io.scaledapp.balancer.upstream.UpstreamEndpoint;
import io.scaledapp.balancer.upstream.Waiter;
import org.jspecify.annotations.Nullable;

/** One wait of a request in its app's queue; brings the answer back to the event loop. */
final class Turn implements Waiter {
  private final Placement placement;
  private final Worker worker;
  private final App app;
  private final int clientHash;
  private final @Nullable UpstreamEndpoint preferred;

  Turn(
      Placement placement,
      Worker worker,
      App app,
      int clientHash,
      @Nullable UpstreamEndpoint preferred) {
    this.placement = placement;
    this.worker = worker;
    this.app = app;
    this.clientHash = clientHash;
    this.preferred = preferred;
  }

  App app() {
    return app;
  }

  @Override
  public int clientHash() {
    return clientHash;
  }

  @Override
  public @Nullable UpstreamEndpoint preferred() {
    return preferred;
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
