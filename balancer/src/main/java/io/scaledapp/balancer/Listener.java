package io.scaledapp.balancer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.scaledapp.balancer.exchange.Proxy;
import io.scaledapp.balancer.socket.ListeningSockets;
import io.scaledapp.balancer.upstream.Apps;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * A socket on which hosts and paths tell apps apart, or that is one app's. For one thread at a
 * time.
 */
final class Listener {
  private final Acceptor acceptor;
  private final Apps apps;
  private final ListeningSockets sockets;
  private final ChannelGroup connections;
  private final ClientPipeline pipeline;
  private final Channel socket;
  private ListenerOptions options;

  private Listener(
      ListenerOptions options,
      Acceptor acceptor,
      Apps apps,
      ListeningSockets sockets,
      ChannelGroup connections,
      ClientPipeline pipeline,
      Channel socket) {
    this.options = options;
    this.acceptor = acceptor;
    this.apps = apps;
    this.sockets = sockets;
    this.connections = connections;
    this.pipeline = pipeline;
    this.socket = socket;
  }

  /**
   * Listens; connections wait until {@link #accept()}.
   *
   * @throws IOException if the address cannot be listened on or a certificate cannot be used, with
   *     the reason
   */
  static Listener open(
      ListenerOptions options, Acceptor acceptor, Apps apps, ListeningSockets sockets)
      throws IOException {
    var entrance = Entrance.open(options, acceptor);
    var connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    var pipeline = acceptor.pipeline(serving(options, apps), entrance, connections);
    try {
      var address = new InetSocketAddress(InetAddress.getByName(options.host()), options.port());
      var server = acceptor.server(pipeline).option(ChannelOption.AUTO_READ, false);
      var socket = sockets.open(server, address).sync().channel();
      return new Listener(options, acceptor, apps, sockets, connections, pipeline, socket);
    } catch (Exception e) {
      entrance.close();
      throw new IOException(
          "cannot listen on %s:%d: %s; stop what listens there, or choose another address"
              .formatted(options.host(), options.port(), e.getMessage()),
          e);
    }
  }

  private static UnaryOperator<Proxy> serving(ListenerOptions options, Apps apps) {
    return options
        .app()
        .map(app -> (UnaryOperator<Proxy>) proxy -> proxy.finding(apps.only(app)))
        .orElse(UnaryOperator.identity());
  }

  ListenerOptions options() {
    return options;
  }

  /** Begins to accept, those first that wait. */
  void accept() {
    var unused = socket.config().setAutoRead(true);
  }

  int port() {
    return ((InetSocketAddress) socket.localAddress()).getPort();
  }

  /**
   * Has new connections pass another entrance, to other apps, as the options say; open ones stay.
   */
  void change(ListenerOptions options, Entrance entrance) {
    var before = pipeline.entrance();
    pipeline.change(acceptor.proxies(serving(options, apps)), entrance);
    this.options = options;
    before.close(entrance);
  }

  /** Takes certificates that were replaced. Blocks. */
  void refresh() {
    pipeline.entrance().refresh();
  }

  /** Stops to accept; open connections stay. */
  void close() {
    socket.eventLoop().execute(() -> sockets.close(socket));
    pipeline.entrance().close();
  }

  /** Stops to accept, and lets what is in flight on open connections end. */
  CompletableFuture<Void> drain(Duration grace) {
    close();
    return acceptor.close(connections, grace);
  }
}
