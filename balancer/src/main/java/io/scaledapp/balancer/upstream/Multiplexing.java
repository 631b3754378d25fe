package io.scaledapp.balancer.upstream;

import io.netty.channel.ChannelPipeline;
import io.scaledapp.balancer.eventloop.Worker;
import java.time.Duration;

/** How a fresh connection to a replica becomes one that is shared. */
@FunctionalInterface
public interface Multiplexing {

  /**
   * Begins to speak the protocol on a connection to {@code endpoint}.
   *
   * @param before the handler before which ours go, so that it never sees a byte
   * @param timeout until the replica has said that it speaks it too
   * @param pool told when that is so or the connection is gone before
   */
  void begin(
      ChannelPipeline pipeline,
      String before,
      Worker worker,
      UpstreamEndpoint endpoint,
      Duration timeout,
      SharedConnections pool);
}
