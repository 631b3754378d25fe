package io.scaledapp.balancer;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.scaledapp.balancer.exchange.Proxy;
import io.vertx.core.impl.buffer.VertxByteBufAllocator;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.impl.ShutdownEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
   * How the connections of one listener are made ready.
   *
   * @param serving how what serves them finds apps
   * @param entrance what they pass first
   * @param own to which they belong, beside all others
   */
  ClientPipeline pipeline(UnaryOperator<Proxy> serving, Entrance entrance, ChannelGroup own) {
    return pipeline(serving, entrance, List.of(connections, own));
  }

  /** How connections in plain text are accepted whose requests find their app in another way. */
  ServerBootstrap server(UnaryOperator<Proxy> serving) {
    return server(pipeline(serving, Entrance.PLAIN, List.of(connections)));
  }

  /** How connections are accepted. */
  ServerBootstrap server(ClientPipeline pipeline) {
    return bootstrap.clone().childHandler(pipeline);
  }

  private ClientPipeline pipeline(
      UnaryOperator<Proxy> serving, Entrance entrance, List<ChannelGroup> groups) {
    return new ClientPipeline(proxies(serving), entrance, groups);
  }

  /** What serves the connections of each event loop. */
  Map<EventLoop, Proxy> proxies(UnaryOperator<Proxy> serving) {
    var perLoop = new HashMap<EventLoop, Proxy>();
    proxies.forEach(proxy -> perLoop.put(proxy.worker().eventLoop(), serving.apply(proxy)));
    return perLoop;
  }

  /** Those of the connections. */
  List<EventLoop> workers() {
    return proxies.stream().map(proxy -> proxy.worker().eventLoop()).toList();
  }

  /**
   * Tells every connection to end, when the sockets that are closed so far have been; complete when
   * the last one has.
   */
  CompletableFuture<Void> close(Duration grace) {
    return registered().thenCompose(all -> end(connections, grace));
  }

  /** The same for some connections. */
  CompletableFuture<Void> close(ChannelGroup some, Duration grace) {
    return settled().thenCompose(all -> end(some, grace));
  }

  private synchronized CompletableFuture<Void> registered() {
    if (registered == null) {
      registered = settled();
    }
    return registered;
  }

  /** A connection that was accepted may have yet to arrive on its event loop. */
  private CompletableFuture<Void> settled() {
    return CompletableFuture.runAsync(() -> {}, loop)
        .thenCompose(
            closed ->
                CompletableFuture.allOf(
                    proxies.stream()
                        .map(proxy -> CompletableFuture.runAsync(() -> {}, proxy.worker()::execute))
                        .toArray(CompletableFuture<?>[]::new)));
  }

  private static CompletableFuture<Void> end(ChannelGroup some, Duration grace) {
    var ended = new CompletableFuture<Void>();
    // Before the event, so that no connection is missed.
    var unused = some.newCloseFuture().addListener(done -> ended.complete(null));
    var event = new ShutdownEvent(grace.toNanos(), TimeUnit.NANOSECONDS);
    some.forEach(channel -> channel.pipeline().fireUserEventTriggered(event));
    return ended
        .completeOnTimeout(null, grace.toNanos(), TimeUnit.NANOSECONDS)
        .thenRun(some::close);
  }
}
