package io.scaledapp.balancer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.scaledapp.balancer.socket.ListeningSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.UnaryOperator;

/** The socket on which hosts and paths tell apps apart. Any thread. */
final class Listener {
  private final InetAddress address;
  private final ListeningSockets sockets;
  private final Channel socket;

  private Listener(InetAddress address, ListeningSockets sockets, Channel socket) {
    this.address = address;
    this.sockets = sockets;
    this.socket = socket;
  }

  /**
   * Listens; connections wait until {@link #accept()}.
   *
   * @throws IOException if the address cannot be listened on, with the address and the reason
   */
  static Listener open(BalancerOptions options, Acceptor acceptor, ListeningSockets sockets)
      throws IOException {
    try {
      var address = InetAddress.getByName(options.host());
      var server = acceptor.server(UnaryOperator.identity()).option(ChannelOption.AUTO_READ, false);
      var socket =
          sockets.open(server, new InetSocketAddress(address, options.port())).sync().channel();
      return new Listener(address, sockets, socket);
    } catch (Exception e) {
      throw new IOException(
          "cannot listen on %s:%d: %s; stop what listens there, or choose another address"
              .formatted(options.host(), options.port(), e.getMessage()),
          e);
    }
  }

  /** Begins to accept, those first that wait. */
  void accept() {
    var unused = socket.config().setAutoRead(true);
  }

  /** The address that is listened on. */
  InetAddress address() {
    return address;
  }

  int port() {
    return ((InetSocketAddress) socket.localAddress()).getPort();
  }

  /** Stops to accept; open connections stay. */
  void close() {
    socket.eventLoop().execute(() -> sockets.close(socket));
  }
}
