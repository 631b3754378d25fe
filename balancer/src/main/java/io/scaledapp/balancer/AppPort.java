package io.scaledapp.balancer;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.scaledapp.balancer.control.PortFailure;
import io.scaledapp.balancer.socket.ListeningSockets;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One app's own port: a socket that is listened on, or tried again until it can be. Any thread. */
final class AppPort {
  private static final Logger log = LoggerFactory.getLogger(AppPort.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final String app;
  private final InetSocketAddress address;
  private final ListeningSockets sockets;
  private final ServerBootstrap server;
  private final EventLoop acceptor;
  private final Runnable failed;
  private final CompletableFuture<Void> tried = new CompletableFuture<>();

  /** Why it is not listened on; null while it is, and before the first attempt. */
  private volatile @Nullable String failure;

  // The two below are for the acceptor's loop only.
  private @Nullable Channel socket;
  private boolean closed;

  /**
   * @param server how its connections are accepted
   * @param acceptor the one loop on which all ports are opened and closed, in the order of the
   *     calls, so that a port can pass from one app to another
   * @param failed told when an attempt failed for another reason than the one before
   */
  AppPort(
      String app,
      InetSocketAddress address,
      ListeningSockets sockets,
      ServerBootstrap server,
      EventLoop acceptor,
      Runnable failed) {
    this.app = app;
    this.address = address;
    this.sockets = sockets;
    this.server = server;
    this.acceptor = acceptor;
    this.failed = failed;
  }

  String app() {
    return app;
  }

  /** Begins to listen; complete after the first attempt, however it ended. */
  CompletionStage<Void> open() {
    acceptor.execute(this::bind);
    return tried;
  }

  /** Stops to accept; open connections stay. */
  void close() {
    acceptor.execute(
        () -> {
          closed = true;
          if (socket != null) {
            sockets.close(socket);
          }
        });
  }

  Optional<PortFailure> failure() {
    return Optional.ofNullable(failure)
        .map(reason -> new PortFailure(app, address.getPort(), reason));
  }

  private void bind() {
    if (!closed) {
      var unused = sockets.open(server, address).addListener(done -> bound((ChannelFuture) done));
    }
  }

  private void bound(ChannelFuture binding) {
    if (binding.isSuccess()) {
      socket = binding.channel();
      tellRecovery();
      failure = null;
      if (closed) {
        sockets.close(socket);
      }
    } else {
      fail(String.valueOf(binding.cause().getMessage()));
      var unused = acceptor.schedule(this::bind, RETRY.toNanos(), TimeUnit.NANOSECONDS);
    }
    tried.complete(null);
  }

  private void fail(String reason) {
    if (!reason.equals(failure)) {
      failure = reason;
      log.atWarn()
          .addKeyValue("app", app)
          .addKeyValue("endpoint", address)
          .addKeyValue("reason", reason)
          .log("cannot listen on the app's port; it is tried again each second");
      failed.run();
    }
  }

  private void tellRecovery() {
    if (failure != null) {
      log.atInfo()
          .addKeyValue("app", app)
          .addKeyValue("endpoint", address)
          .log("the app's port is listened on after all");
    }
  }
}
