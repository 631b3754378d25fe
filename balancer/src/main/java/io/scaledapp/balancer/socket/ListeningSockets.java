package io.scaledapp.balancer.socket;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;

/** Where sockets that are listened on come from, and where they go. */
public interface ListeningSockets extends AutoCloseable {

  /**
   * Listens on the address; any thread.
   *
   * @param server how connections are accepted; without a channel factory
   * @param address its port may be 0, for any free one
   * @return done when it is listened on, or with what the system said
   */
  ChannelFuture open(ServerBootstrap server, InetSocketAddress address);

  /** Listens no longer: whoever connects from here on is refused. On the socket's event loop. */
  void close(Channel socket);

  /** Gives up what a balancer before this one listened on and this one does not. */
  void closeUnclaimed();

  /** Opens no more, and gives up what is unclaimed; what is open stays so. */
  @Override
  void close();
}
