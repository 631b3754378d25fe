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
  private final NetClientInternal client;
  private final Worker worker;

  public ReplicaConnector(NetClientInternal client, Worker worker) {
    this.client = client;
    this.worker = worker;
  }

  /**
   * Opens a connection.
   *
   * @param timeout for name resolution and the TCP handshake
   * @param whenDone called on the event loop with the connection or why there is none
   */
  public void connect(
      UpstreamEndpoint endpoint,
      Duration timeout,
      BiConsumer<@Nullable ReplicaConnection, @Nullable Throwable> whenDone) {
    var options =
        new ConnectOptions()
            .setRemoteAddress(SocketAddress.inetSocketAddress(endpoint.port(), endpoint.host()))
            .setTimeout((int) Math.min(timeout.toMillis(), Integer.MAX_VALUE));
    var promise = worker.context().<NetSocket>promise();
    promise
        .future()
        .onComplete(
            (socket, failure) -> {
              whenDone.accept(
                  socket == null ? null : open((NetSocketInternal) socket, endpoint), failure);
              worker.flushes().flush();
            });
    // Not within the batch of events that epoll told of: Netty finds the channel of an event by its
    // descriptor, so an event of one that was closed in this batch would go to a new channel with
    // the same descriptor, whose read fails with NotYetConnectedException (netty#10411).
    worker.execute(() -> client.connectInternal(options, promise, worker.context()));
  }

  /** Puts our handler before Vert.x's, which so never sees a byte. */
  private ReplicaConnection open(NetSocketInternal socket, UpstreamEndpoint endpoint) {
    var connection = new ReplicaConnection(worker, endpoint);
    socket
        .channelHandlerContext()
        .pipeline()
        .addBefore("handler", "replica-connection", connection);
    return connection;
  }
}
