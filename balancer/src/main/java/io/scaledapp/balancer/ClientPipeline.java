package io.scaledapp.balancer;

import static java.util.Objects.requireNonNull;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.scaledapp.balancer.control.AppRoute.Protocol;
import io.scaledapp.balancer.exchange.ClientConnection;
import io.scaledapp.balancer.exchange.Proxy;
import io.scaledapp.balancer.exchange.TcpConnection;
import io.scaledapp.balancer.forwarded.Peer;
import io.scaledapp.balancer.http2.Http2ClientConnection;
import io.scaledapp.balancer.http2.PrefaceDetector;
import io.scaledapp.balancer.tls.ApplicationProtocols;
import io.scaledapp.balancer.tls.TlsServer;
import io.scaledapp.balancer.upstream.App;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Assembles the handlers of each connection that a listener accepts: the PROXY protocol's header
 * and TLS where there are such, then HTTP, or what an app's own listener leads to. On the
 * connections' event loops.
 */
final class ClientPipeline extends ChannelInitializer<Channel> {
  private volatile Map<EventLoop, Proxy> proxies;
  private final List<ChannelGroup> groups;
  private volatile Entrance entrance;

  /**
   * @param proxies what serves the connections of each event loop
   * @param entrance what connections pass first
   * @param groups to which connections belong
   */
  ClientPipeline(Map<EventLoop, Proxy> proxies, Entrance entrance, List<ChannelGroup> groups) {
    this.proxies = proxies;
    this.entrance = entrance;
    this.groups = List.copyOf(groups);
  }

  /** What connections pass at present. */
  Entrance entrance() {
    return entrance;
  }

  /** What connections pass, and what serves them, from now on. */
  void change(Map<EventLoop, Proxy> proxies, Entrance entrance) {
    this.proxies = proxies;
    this.entrance = entrance;
  }

  @Override
  protected void initChannel(Channel channel) {
    groups.forEach(group -> group.add(channel));
    var client = (InetSocketAddress) channel.remoteAddress();
    var peer = Peer.plain(client, (InetSocketAddress) channel.localAddress());
    // One for all steps: it may be replaced between two of them.
    var entrance = this.entrance;
    var proxyProtocol = entrance.proxyProtocol();
    if (proxyProtocol.isPresent()) {
      proxyProtocol.get().expect(channel, peer, named -> enter(channel, entrance.tls(), named));
    } else {
      enter(channel, entrance.tls(), peer);
    }
  }

  private void enter(Channel channel, Optional<TlsServer> tls, Peer peer) {
    if (tls.isPresent()) {
      secure(channel, tls.get(), peer);
    } else {
      http(channel, peer);
    }
  }

  private void secure(Channel channel, TlsServer server, Peer peer) {
    server.secure(
        channel,
        peer.listener().getAddress(),
        (protocol, certificate) ->
            http(channel, protocol, peer.inTls(server.asksForCertificates(), certificate)));
  }

  private void http(Channel channel, String protocol, Peer peer) {
    var proxy = proxy(channel);
    if (proxy.isOfOneApp() && isNoHttp(channel, proxy, peer)) {
      return;
    }
    switch (protocol) {
      case ApplicationProtocols.HTTP_2 ->
          Http2ClientConnection.addTo(channel.pipeline(), proxy, peer);
      case ApplicationProtocols.HTTP_1_1 ->
          channel.pipeline().addLast(new ClientConnection(proxy, peer));
      default -> throw new IllegalStateException(protocol + " was negotiated and not offered");
    }
  }

  /** In plain text the client's first bytes say which HTTP it speaks (RFC 9113 section 3.3). */
  private void http(Channel channel, Peer peer) {
    var proxy = proxy(channel);
    if (proxy.isOfOneApp() && isNoHttp(channel, proxy, peer)) {
      return;
    }
    var client = new ClientConnection(proxy, peer);
    channel.pipeline().addLast(new PrefaceDetector(proxy, client, peer), client);
  }

  /** Serves an app that speaks TCP; where the app is not there, nobody knows what it speaks. */
  private static boolean isNoHttp(Channel channel, Proxy proxy, Peer peer) {
    App app = proxy.onlyApp();
    if (app == null) {
      var unused = channel.close();
      return true;
    }
    boolean isTcp = app.route().protocol() == Protocol.TCP;
    if (isTcp) {
      channel.pipeline().addLast(new TcpConnection(proxy, app, peer));
    }
    return isTcp;
  }

  private Proxy proxy(Channel channel) {
    return requireNonNull(proxies.get(channel.eventLoop()), "a proxy for each loop");
  }
}
