package io.scaledapp.balancer.exchange;

import io.scaledapp.balancer.control.AppRoute.Protocol;
import io.scaledapp.balancer.http1.Refusal;
import io.scaledapp.balancer.upstream.ResponseHandler.Loss;
import io.scaledapp.balancer.upstream.Upstream;
import io.scaledapp.balancer.upstream.UpstreamEndpoint;
import java.time.Duration;

/** Whoever seeks a {@link Placement}; told the outcome on the event loop, perhaps at once. */
interface PlacementListener {

  /** The request waits in the queue, for so long at most. */
  void waits(Duration timeout);

  /** The request waits no longer, whether it has a place now or not. */
  void waited(long nanos);

  /** The request has a place, and the way there comes next. */
  void attempts(UpstreamEndpoint endpoint, Protocol protocol);

  /** A connection is being opened, which has a time-out of its own. */
  void connects();

  /** There is a place, and a way to it. */
  void relay(Upstream replica);

  /** There is a place, and no way to it. */
  void lost(Loss loss);

  /** The queue was full, or the app is gone. */
  void refusedByQueue(Refusal refusal);
}
