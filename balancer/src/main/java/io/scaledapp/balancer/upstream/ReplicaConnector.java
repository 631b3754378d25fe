package io.scaledapp.balancer.upstream;

import io.scaledapp.balancer.control.EndpointTls;
import io.scaledapp.balancer.control.Transport;
import io.scaledapp.balancer.eventloop.Worker;
import io.scaledapp.balancer.program.SampledLog;
import io.scaledapp.balancer.tls.ReplicaTls;
import io.scaledapp.balancer.tls.ReplicaTls.Inside;
import io.vertx.core.internal.net.NetClientInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens connections to replicas on the event loop of the exchange that needs one, and secures those
 * of apps that say so. A handshake that fails is a connection that does not open.
 */
public final class ReplicaConnector {
  private static final Logger log = LoggerFactory.getLogger(ReplicaConnector.class);
  private static final SampledLog FAILED_HANDSHAKES = new SampledLog(System::nanoTime);

  /** The name of Vert.x's handler, before which ours go: so it never sees a byte. */
  private static final String LAST_HANDLER = "handler";

  private final NetClientInternal client;
  private final Worker worker;
  private final Multiplexing multiplexing;
  private final ReplicaTls tls;

  /**
   * @param multiplexing how connections to replicas that speak HTTP/2 begin
   * @param tls how connections are secured
   */
  public ReplicaConnector(
      NetClientInternal client, Worker worker, Multiplexing multiplexing, ReplicaTls tls) {
    this.client = client;
    this.worker = worker;
    this.multiplexing = multiplexing;
    this.tls = tls;
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
        endpoint.transport(),
        Inside.HTTP_2,
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
   * Opens a connection for HTTP/1.1, or for bytes that nobody looks at.
   *
   * @param inside which of the two
   * @param timeout for name resolution and the TCP handshake, and as much for that of TLS
   * @param whenDone called on the event loop with the connection or why there is none
   */
  public void connect(
      UpstreamEndpoint endpoint,
      Inside inside,
      Duration timeout,
      BiConsumer<@Nullable ReplicaConnection, @Nullable Throwable> whenDone) {
    // As it is now: an app may have its connections begin in another way at any time.
    Transport transport = endpoint.transport();
    open(
        endpoint,
        transport,
        inside,
        timeout,
        (socket, failure) ->
            whenDone.accept(
                socket == null ? null : connection(socket, endpoint, transport), failure));
  }

  private void open(
      UpstreamEndpoint endpoint,
      Transport transport,
      Inside inside,
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
              EndpointTls wanted = transport.tls();
              if (socket == null || wanted == null) {
                whenDone.accept((NetSocketInternal) socket, failure);
              } else {
                secure((NetSocketInternal) socket, endpoint, wanted, inside, timeout, whenDone);
              }
              worker.flushes().flush();
            });
    // Not within the batch of events that epoll told of: Netty finds the channel of an event by its
    // descriptor, so an event of one that was closed in this batch would go to a new channel with
    // the same descriptor, whose read fails with NotYetConnectedException (netty#10411).
    worker.execute(() -> client.connectInternal(options, promise, worker.context()));
  }

  private void secure(
      NetSocketInternal socket,
      UpstreamEndpoint endpoint,
      EndpointTls wanted,
      Inside inside,
      Duration timeout,
      BiConsumer<@Nullable NetSocketInternal, @Nullable Throwable> whenDone) {
    tls.secure(
        socket.channelHandlerContext().channel(),
        LAST_HANDLER,
        wanted.profile(),
        inside,
        wanted.serverName().isEmpty() ? endpoint.host() : wanted.serverName(),
        endpoint.port(),
        timeout,
        failure -> {
          if (failure != null) {
            tell(endpoint, failure);
          }
          whenDone.accept(failure == null ? socket : null, failure);
          worker.flushes().flush();
        });
  }

  private static void tell(UpstreamEndpoint endpoint, Throwable failure) {
    FAILED_HANDSHAKES.happened(
        untold ->
            log.atWarn()
                .addKeyValue("endpoint", endpoint.id())
                .addKeyValue("reason", root(failure).getMessage())
                .addKeyValue("untold", untold)
                .log("a TLS handshake with a replica failed"));
  }

  /** What engines say themselves is that there was a problem. */
  private static Throwable root(Throwable failure) {
    var root = failure;
    for (var cause = root.getCause(); cause != null && cause != root; cause = root.getCause()) {
      root = cause;
    }
    return root;
  }

  private ReplicaConnection connection(
      NetSocketInternal socket, UpstreamEndpoint endpoint, Transport transport) {
    var connection = new ReplicaConnection(worker, endpoint, transport);
    socket
        .channelHandlerContext()
        .pipeline()
        .addBefore(LAST_HANDLER, "replica-connection", connection);
    return connection;
  }
}
