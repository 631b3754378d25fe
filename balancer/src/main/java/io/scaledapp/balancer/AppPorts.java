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
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.PortFailure;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.exchange.Proxy;
import io.scaledapp.balancer.upstream.Apps;
import io.vertx.core.impl.buffer.VertxByteBufAllocator;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.impl.ShutdownEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The apps' own ports, which come and go with routing tables. On one, every request goes to its
 * app. They are Netty's own servers: Vert.x's closes its connections when it closes, and here a
 * port closes while its connections go on. Any thread.
 */
final class AppPorts {
  private static final Logger log = LoggerFactory.getLogger(AppPorts.class);

  private final Apps apps;
  private final InetAddress address;
  private final EventLoop acceptor;
  private final ServerBootstrap bootstrap;
  private final Map<EventLoop, Proxy> proxies = new HashMap<>();
  private final Runnable failed;

  /** A connection that is accepted at the last moment is closed at once. */
  private final ChannelGroup connections =
      new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

  /** By number. */
  private final Map<Integer, AppPort> ports = new HashMap<>();

  /**
   * Ports on {@code address}, whose connections the proxies' event loops share.
   *
   * @param failed told when a port that should be listened on is not
   */
  AppPorts(
      VertxInternal vertx, InetAddress address, List<Proxy> proxies, Apps apps, Runnable failed) {
    this.apps = apps;
    this.address = address;
    this.failed = failed;
    acceptor = vertx.acceptorEventLoopGroup().next();
    proxies.forEach(proxy -> this.proxies.put(proxy.worker().eventLoop(), proxy));
    bootstrap =
        new ServerBootstrap()
            .group(acceptor, vertx.nettyEventLoopGroup())
            .channelFactory(vertx.transport().serverChannelFactory(false))
            .childOption(ChannelOption.ALLOCATOR, VertxByteBufAllocator.POOLED_ALLOCATOR);
    vertx.transport().configure(Listener.SOCKET, false, bootstrap);
  }

  /**
   * Listens on the table's ports, and no longer on others, without touching an open connection.
   *
   * @return complete when every port that came was tried once
   */
  synchronized CompletionStage<Void> update(RoutingTable table) {
    var wanted = wanted(table);
    ports
        .entrySet()
        .removeIf(
            entry -> {
              boolean over = !entry.getValue().app().equals(wanted.get(entry.getKey()));
              if (over) {
                entry.getValue().close();
              }
              return over;
            });
    var tried = new ArrayList<CompletableFuture<Void>>();
    wanted.forEach(
        (port, app) -> {
          if (!ports.containsKey(port)) {
            var opened = port(port, app);
            ports.put(port, opened);
            tried.add(opened.open().toCompletableFuture());
          }
        });
    return CompletableFuture.allOf(tried.toArray(CompletableFuture<?>[]::new));
  }

  private static Map<Integer, String> wanted(RoutingTable table) {
    var wanted = new LinkedHashMap<Integer, String>();
    for (AppRoute route : table.apps()) {
      if (route.port() > 0) {
        var other = wanted.putIfAbsent(route.port(), route.app());
        if (other != null) {
          log.atError()
              .addKeyValue("app", route.app())
              .addKeyValue("endpoint", route.port())
              .addKeyValue("reason", "the port is that of " + other)
              .log("an app's port is not listened on for it");
        }
      }
    }
    return wanted;
  }

  private AppPort port(int port, String app) {
    var perLoop = new HashMap<EventLoop, Proxy>();
    var finder = apps.only(app);
    proxies.forEach((loop, proxy) -> perLoop.put(loop, proxy.finding(finder)));
    var initializer =
        new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel channel) {
            connections.add(channel);
            var proxy = requireNonNull(perLoop.get(channel.eventLoop()), "a proxy for each loop");
            channel.pipeline().addLast(Listener.handler(proxy, channel));
          }
        };
    return new AppPort(
        app,
        new InetSocketAddress(address, port),
        bootstrap.clone().childHandler(initializer),
        acceptor,
        failed);
  }

  /** The ports that should be listened on and are not. */
  synchronized List<PortFailure> failures() {
    return ports.values().stream().map(AppPort::failure).flatMap(Optional::stream).toList();
  }

  /** Stops to accept and tells every connection to end; complete when the last one has. */
  synchronized CompletableFuture<Void> close(Duration grace) {
    ports.values().forEach(AppPort::close);
    ports.clear();
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
