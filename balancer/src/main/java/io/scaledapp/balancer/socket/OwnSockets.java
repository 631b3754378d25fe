package io.scaledapp.balancer.socket;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ServerChannel;
import java.net.InetSocketAddress;

/** Sockets that end with their process. */
public final class OwnSockets implements ListeningSockets {
  private final ChannelFactory<? extends ServerChannel> factory;

  /**
   * @param factory makes the channels of sockets
   */
  public OwnSockets(ChannelFactory<? extends ServerChannel> factory) {
    this.factory = factory;
  }

  @Override
  public ChannelFuture open(ServerBootstrap server, InetSocketAddress address) {
    return server.clone().channelFactory(factory).bind(address);
  }

  @Override
  public void close(Channel socket) {
    var unused = socket.close();
  }

  @Override
  public void closeUnclaimed() {
    // There is none: nobody was before this process.
  }

  @Override
  public void close() {
    // Nothing is kept beside the open sockets.
  }
}
