package io.scaledapp.balancer.upstream;

import io.scaledapp.balancer.eventloop.Worker;
import io.vertx.core.internal.net.NetClientInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Opens connections to replicas on the event loop of the exchange that needs one. */
public final class ReplicaConnector {
  /** The name of Vert.x's handler, before which ours go: so it never sees a byte. */
  private static final String LAST_HANDLER = "handler";

  private final NetClientInternal client;
  private final Worker worker;
  private final Multiplexing multiplexing;

  /**
   * @param multiplexing how connections to replicas that speak HTTP/2 begin
   */
  public ReplicaConnector(NetClientInternal client, Worker worker, Multiplexing multiplexing) {
    this.client = client;
    this.worker = worker;
    this.multiplexing = multiplexing;
  }

  /**
   * Finds a way for one request over HTTP/2: on a connection that is there, or on one that is
   * opened.
   *
   * @param timeout for name resolution and the TCP handshake, and as much for the first SETTINGS
   * @param whenDone called on the event loop with the way or why there is none, perhaps at once
   */
  public void stream(
      UpstreamEndpoint endpoint,
      Duration timeout,
      BiConsumer<@Nullable Upstream, @Nullable Throwable> whenDone) {
    endpoint.shared(worker.index()).take(this, timeout, whenDone);
  }

  /** Opens a connection for the pool. */
  void connectShared(UpstreamEndpoint endpoint, Duration timeout, SharedConnections pool) {
    open(
        endpoint,
        timeout,
        (socket, failure) -> {
          if (socket == null) {
            pool.failed(failure == null ? new IllegalStateException("no connection") : failure);
          } else {
            var pipeline = socket.channelHandlerContext().pipeline();
            multiplexing.begin(pipeline, LAST_HANDLER, worker, endpoint, timeout, pool);
          }
        });
  }

  /**
   * Opens a connection for HTTP/1.1.
   *
   * @param timeout for name resolution and the TCP handshake
   * @param whenDone called on the event loop with the connection or why there is none
   */
  public void connect(
      UpstreamEndpoint endpoint,
      Duration timeout,
      BiConsumer<@Nullable ReplicaConnection, @Nullable Throwable> whenDone) {
    open(
        endpoint,
        timeout,
        (socket, failure) ->
            whenDone.accept(socket == null ? null : connection(socket, endpoint), failure));
  }

  private void open(
      UpstreamEndpoint endpoint,
      Duration timeout,
      BiConsumer<@Nullable NetSocketInternal, @Nullable Throwable> whenDone) {
    var options =
        new ConnectOptions()
            .setRemoteAddress(SocketAddress.inetSocketAddress(endpoint.port(), endpoint.host()))
            .setTimeout((int) Math.min(timeout.toMillis(), Integer.MAX_VALUE));
    var promise = worker.context().<NetSocket>promise();
    promise
        .future()
        .onComplete(
            (socket, failure) -> {
              whenDone.accept((NetSocketInternal) socket, failure);
              worker.flushes().flush();
            });
    // Not within the batch of events that epoll told of: Netty finds the channel of an event by its
    // descriptor, so an event of one that was closed in this batch would go to a new channel with
    // the same descriptor, whose read fails with NotYetConnectedException (netty#10411).
    worker.execute(() -> client.connectInternal(options, promise, worker.context()));
  }

  private ReplicaConnection connection(NetSocketInternal socket, UpstreamEndpoint endpoint) {
    var connection = new ReplicaConnection(worker, endpoint);
    socket
        .channelHandlerContext()
        .pipeline()
        .addBefore(LAST_HANDLER, "replica-connection", connection);
    return connection;
  }
}
