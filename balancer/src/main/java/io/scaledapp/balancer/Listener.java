package io.scaledapp.balancer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.scaledapp.balancer.exchange.ClientConnection;
import io.scaledapp.balancer.exchange.Proxy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.NetServerInternal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Accepts client connections and spreads them over the event loops. */
final class Listener {
  /** The kernel cuts it to its own bound. */
  private static final int ACCEPT_BACKLOG = 4096;

  /** Of each socket that is listened on. */
  static final NetServerOptions SOCKET = new NetServerOptions().setAcceptBacklog(ACCEPT_BACKLOG);

  private final List<NetServerInternal> servers;

  private final InetAddress address;

  private Listener(List<NetServerInternal> servers, InetAddress address) {
    this.servers = servers;
    this.address = address;
  }

  /** Listens on the options' address, with one server an event loop that share the socket. */
  static Listener open(Vertx vertx, BalancerOptions options, List<Proxy> proxies)
      throws IOException {
    var address =
        options.port() == 0
            ? SocketAddress.sharedRandomPort(1, options.host())
            : SocketAddress.inetSocketAddress(options.port(), options.host());
    var servers = new ArrayList<NetServerInternal>();
    for (Proxy proxy : proxies) {
      var server = (NetServerInternal) vertx.createNetServer(SOCKET);
      server.connectHandler(socket -> accept(proxy, socket));
      listen(server, proxy, address);
      servers.add(server);
    }
    return new Listener(servers, InetAddress.getByName(options.host()));
  }

  private static void listen(NetServerInternal server, Proxy proxy, SocketAddress address)
      throws IOException {
    Future<NetServer> listening = server.listen(proxy.worker().context(), address);
    try {
      var unused = listening.await();
    } catch (Exception e) {
      throw new IOException(
          "cannot listen on %s:%d: %s; stop what listens there, or choose another address"
              .formatted(address.host(), Math.max(0, address.port()), e.getMessage()),
          e);
    }
  }

  /** Puts our handler before Vert.x's, which so never sees a byte. */
  private static void accept(Proxy proxy, NetSocket socket) {
    ChannelPipeline pipeline = ((NetSocketInternal) socket).channelHandlerContext().pipeline();
    Channel channel = pipeline.channel();
    pipeline.addBefore("handler", "client-connection", handler(proxy, channel));
  }

  /** What reads and answers the requests of a client's channel. */
  static ClientConnection handler(Proxy proxy, Channel channel) {
    return new ClientConnection(
        proxy,
        (InetSocketAddress) channel.remoteAddress(),
        (InetSocketAddress) channel.localAddress());
  }

  /** The address that is listened on. */
  InetAddress address() {
    return address;
  }

  int port() {
    return servers.getFirst().actualPort();
  }

  /** Stops to accept, tells every connection to end, and returns when the last one has. */
  void close(Duration grace) {
    // All at once: the socket stays open for as long as one server listens.
    var closing =
        servers.stream()
            .map(server -> server.shutdown(grace.toMillis(), TimeUnit.MILLISECONDS))
            .toList();
    var unused = Future.join(closing).await();
  }
}
