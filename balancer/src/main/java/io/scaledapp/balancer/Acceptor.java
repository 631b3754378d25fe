package io.scaledapp.balancer;

import static java.util.Objects.requireNonNull;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.scaledapp.balancer.exchange.ClientConnection;
import io.scaledapp.balancer.exchange.Proxy;
import io.scaledapp.balancer.http2.PrefaceDetector;
import io.vertx.core.impl.buffer.VertxByteBufAllocator;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.impl.ShutdownEvent;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Accepts client connections, spreads them over the event loops in turn, and ends them. Its servers
 * are Netty's own: Vert.x's close their connections when they close, and take over no socket. Any
 * thread.
 */
final class Acceptor {
  /** The kernel cuts it to its own bound. */
  private static final NetServerOptions SOCKET = new NetServerOptions().setAcceptBacklog(4096);

  private final EventLoop loop;
  private final List<Proxy> proxies;
  private final ServerBootstrap bootstrap;

  /** A connection that is accepted at the last moment is closed at once. */
  private final ChannelGroup connections =
      new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

  /** Complete when all that was accepted can be told to end; null until that is asked for. */
  private @Nullable CompletableFuture<Void> registered;

  /**
   * @param proxies one for each event loop
   */
  Acceptor(VertxInternal vertx, List<Proxy> proxies) {
    loop = vertx.acceptorEventLoopGroup().next();
    this.proxies = proxies;
    bootstrap =
        new ServerBootstrap()
            .group(loop, vertx.nettyEventLoopGroup())
            .childOption(ChannelOption.ALLOCATOR, VertxByteBufAllocator.POOLED_ALLOCATOR);
    vertx.transport().configure(SOCKET, false, bootstrap);
  }

  /** On which all sockets are opened, accepted from and closed. */
  EventLoop loop() {
    return loop;
  }

  /**
   * How connections of one kind are accepted.
   *
   * @param serving what serves them, of the proxy of an event loop
   */
  ServerBootstrap server(UnaryOperator<Proxy> serving) {
    var perLoop = new HashMap<EventLoop, Proxy>();
    proxies.forEach(proxy -> perLoop.put(proxy.worker().eventLoop(), serving.apply(proxy)));
    return bootstrap
        .clone()
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                connections.add(channel);
                var proxy =
                    requireNonNull(perLoop.get(channel.eventLoop()), "a proxy for each loop");
                var client = http1(proxy, channel);
                channel.pipeline().addLast(new PrefaceDetector(proxy, client), client);
              }
            });
  }

  /** What reads and answers the requests of a client that does not say that it speaks HTTP/2. */
  private static ClientConnection http1(Proxy proxy, Channel channel) {
    return new ClientConnection(
        proxy,
        (InetSocketAddress) channel.remoteAddress(),
        (InetSocketAddress) channel.localAddress());
  }

  /**
   * Tells every connection to end, when the sockets that are closed so far have been; complete when
   * the last one has.
   */
  CompletableFuture<Void> close(Duration grace) {
    return registered().thenCompose(all -> end(grace));
  }

  /** A connection that was accepted may have yet to arrive on its event loop. */
  private synchronized CompletableFuture<Void> registered() {
    if (registered == null) {
      registered =
          CompletableFuture.runAsync(() -> {}, loop)
              .thenCompose(
                  closed ->
                      CompletableFuture.allOf(
                          proxies.stream()
                              .map(
                                  proxy ->
                                      CompletableFuture.runAsync(() -> {}, proxy.worker()::execute))
                              .toArray(CompletableFuture<?>[]::new)));
    }
    return registered;
  }

  private CompletableFuture<Void> end(Duration grace) {
    var ended = new CompletableFuture<Void>();
    // Before the event, so that no connection is missed.
    var unused = connections.newCloseFuture().addListener(done -> ended.complete(null));
    var event = new ShutdownEvent(grace.toNanos(), TimeUnit.NANOSECONDS);
    connections.forEach(channel -> channel.pipeline().fireUserEventTriggered(event));
    return ended
        .completeOnTimeout(null, grace.toNanos(), TimeUnit.NANOSECONDS)
        .thenRun(connections::close);
  }
}
