package io.scaledapp.balancer.control.client;

import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.SlotGrants;
import io.scaledapp.balancer.control.wire.Frame;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One operator by its address: connected, or tried again until it is retired. For its event loop
 * only.
 */
final class OperatorPeer implements OperatorConnection.Listener {
  private static final Logger log = LoggerFactory.getLogger(OperatorPeer.class);
  private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);

  /** What all peers tell the one client. */
  interface Listener {

    /** The operator took the balancer, and may be told how things stand. */
    void welcomed(OperatorConnection by);

    void table(OperatorConnection from, RoutingTable table);

    void grants(OperatorConnection from, SlotGrants grants);

    void left();

    /** The peer is retired and its connection over. */
    void gone(OperatorPeer peer);
  }

  private final Vertx vertx;
  private final ControlClientOptions options;
  private final InetAddress address;
  private final Listener listener;
  private final BackOff backOff;
  private boolean retired;

  /** One a connection: two TLS identities must not share one (CVE-2026-102476). */
  private @Nullable NetClient client;

  private @Nullable OperatorConnection connection;

  /** What was logged last, so that it is not logged with each attempt. */
  private String lastReason = "";

  OperatorPeer(Vertx vertx, ControlClientOptions options, InetAddress address, Listener listener) {
    this.vertx = vertx;
    this.options = options;
    this.address = address;
    this.listener = listener;
    backOff = new BackOff(FIRST_BACK_OFF, options.longestBackOff(), ThreadLocalRandom.current());
  }

  InetAddress address() {
    return address;
  }

  /** Connects, and again whenever the connection ends. */
  void connect() {
    Future<Credentials> credentials = vertx.executeBlocking(() -> Credentials.read(options), false);
    credentials
        .compose(read -> open(read).onSuccess(socket -> connected(socket, read)))
        .onFailure(failure -> ended("cannot connect: " + reason(failure)));
  }

  /** The name no longer has this address: not tried again, while an open connection stays. */
  void retire() {
    retired = true;
  }

  /** The name has this address again. */
  void recall() {
    retired = false;
  }

  /** Sends a report, unless there is no connection. */
  void report(LoadReport report) {
    if (connection != null) {
      connection.report(report);
    }
  }

  void send(Frame frame) {
    if (connection != null) {
      connection.send(frame);
    }
  }

  private Future<NetSocket> open(Credentials credentials) {
    int patience = Math.toIntExact(options.silence().toMillis());
    client =
        vertx.createNetClient(
            new NetClientOptions()
                .setConnectTimeout(patience)
                .setReadIdleTimeout(patience)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setTcpNoDelay(true));
    var tls = new ClientSSLOptions();
    tls.setHostnameVerificationAlgorithm("HTTPS");
    tls.setTrustOptions(new PemTrustOptions().addCertValue(credentials.ca()));
    tls.setEnabledSecureTransportProtocols(Set.of("TLSv1.3"));
    tls.setSslHandshakeTimeout(patience).setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    return client.connect(
        new ConnectOptions()
            .setRemoteAddress(
                SocketAddress.inetSocketAddress(new InetSocketAddress(address, options.port())))
            // What the certificate has to be for.
            .setHost(options.host())
            .setPort(options.port())
            .setSsl(true)
            .setSslOptions(tls));
  }

  private void connected(NetSocket socket, Credentials credentials) {
    var hello =
        new Frame.Hello(Frame.VERSION, options.balancer(), options.podUid(), credentials.token());
    connection = new OperatorConnection(vertx, socket, hello, options.silence(), this);
  }

  @Override
  public void welcomed() {
    backOff.reset();
    lastReason = "";
    log.atInfo().addKeyValue("endpoint", address).log("connected to the operator");
    if (connection != null) {
      listener.welcomed(connection);
    }
  }

  @Override
  public void table(OperatorConnection from, RoutingTable table) {
    listener.table(from, table);
  }

  @Override
  public void grants(OperatorConnection from, SlotGrants grants) {
    listener.grants(from, grants);
  }

  @Override
  public void left() {
    listener.left();
  }

  @Override
  public void ended(String reason) {
    connection = null;
    if (client != null) {
      var unused = client.close();
      client = null;
    }
    if (retired) {
      listener.gone(this);
    } else {
      tell(reason);
      vertx.setTimer(Math.max(1, backOff.failed().toMillis()), time -> connectAgain());
    }
  }

  private void connectAgain() {
    if (retired) {
      listener.gone(this);
    } else {
      connect();
    }
  }

  /** With the causes, since that of TLS says no more than that it was TLS. */
  private static String reason(Throwable failure) {
    var reason = new StringBuilder(String.valueOf(failure.getMessage()));
    for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      reason.append(": ").append(cause.getMessage());
    }
    return reason.toString();
  }

  private void tell(String reason) {
    var level = reason.equals(lastReason) ? log.atDebug() : log.atWarn();
    level
        .addKeyValue("endpoint", address)
        .addKeyValue("reason", reason)
        .log("no connection to the operator; it is tried again, and the last table stays");
    lastReason = reason;
  }
}
