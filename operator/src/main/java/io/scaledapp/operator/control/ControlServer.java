package io.scaledapp.operator.control;

import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.SlotGrants;
import io.scaledapp.balancer.control.SlotUsage;
import io.scaledapp.balancer.control.wire.Frame;
import io.scaledapp.operator.control.token.TokenVerifier;
import io.scaledapp.operator.control.token.TokenVerifier.Verdict;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where balancers connect to: takes their load, and gives them the routing table. A follower has it
 * run too, and publishes nothing. Any thread may call any method; the work is done on an event loop
 * of its own.
 */
public final class ControlServer implements AutoCloseable, BalancerSession.Listener {
  private static final Logger log = LoggerFactory.getLogger(ControlServer.class);

  /** Tokens that are looked at at once, so that a crowd does not become one at the API server. */
  private static final int TOKEN_REVIEWS = 8;

  /** Well below the time of a turn. */
  private static final int TURN_MILLIS = 50;

  private final ControlServerOptions options;
  private final TokenVerifier verifier;
  private final BalancerListener balancers;
  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(TOKEN_REVIEWS));
  private final Context context = vertx.getOrCreateContext();
  private final NetServer server;

  // All below is for the event loop only.
  private final Map<String, BalancerSession> sessions = new HashMap<>();
  private final EncodedUpdates updates = new EncodedUpdates();
  private final SlotGranting slots = new SlotGranting(this::grant);
  private int connections;
  private @Nullable RoutingTable table;

  private ControlServer(
      ControlServerOptions options,
      ServingCertificate certificate,
      TokenVerifier verifier,
      BalancerListener balancers) {
    this.options = options;
    this.verifier = verifier;
    this.balancers = balancers;
    server =
        vertx.createNetServer(
            new NetServerOptions()
                .setReadIdleTimeout(Math.toIntExact(options.silence().toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setTcpNoDelay(true)
                .setSsl(true)
                .setSslHandshakeTimeout(options.helloTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                .setKeyCertOptions(certificate.options()));
    server.connectHandler(this::connected);
    server.exceptionHandler(
        failure ->
            log.atDebug()
                .addKeyValue("reason", String.valueOf(failure))
                .log("a connection failed before it was one"));
  }

  /**
   * Begins to listen.
   *
   * @param balancers told what balancers do and say
   * @throws IOException if the address cannot be listened on, or the certificate is none
   */
  public static ControlServer start(
      ControlServerOptions options,
      ServingCertificate certificate,
      TokenVerifier verifier,
      BalancerListener balancers)
      throws IOException {
    var control = new ControlServer(options, certificate, verifier, balancers);
    try {
      control.context.runOnContext(
          now -> control.vertx.setPeriodic(TURN_MILLIS, time -> control.slots.turn()));
      var listening = control.server.listen(options.port(), options.host()).await();
      log.atInfo()
          .addKeyValue("endpoint", options.host() + ":" + listening.actualPort())
          .log("balancers may connect");
      return control;
    } catch (Exception e) {
      control.close();
      throw new IOException(
          "cannot listen for balancers on %s:%d: %s"
              .formatted(options.host(), options.port(), e.getMessage()),
          e);
    }
  }

  /** The port that is listened on. */
  public int port() {
    return server.actualPort();
  }

  /** Sends the table to every balancer, and to those that come. Only a leader does so. */
  public void publish(RoutingTable table) {
    run(
        () -> {
          this.table = table;
          slots.begin(table, sessions.values());
          sessions.values().forEach(session -> session.offer(table));
          slots.take(table);
        });
  }

  /**
   * Names the balancers that there are, connected or not: as long as one is, the slots that it was
   * granted are nobody else's.
   */
  public void balancers(Set<String> names) {
    var copy = Set.copyOf(names);
    run(() -> slots.pods(copy));
  }

  /** Sends no table any more, until the next one is published: for one that leads no longer. */
  public void withhold() {
    run(
        () -> {
          table = null;
          slots.end();
          sessions.values().forEach(BalancerSession::withhold);
        });
  }

  /** Tells a leaving balancer that nothing names it any more. */
  public void left(String balancer) {
    run(
        () -> {
          var session = sessions.get(balancer);
          if (session != null) {
            session.send(new Frame.Left());
          }
        });
  }

  /**
   * Shows the certificate to whoever connects from now on; open connections stay.
   *
   * @throws IOException if it is none; the one before stays
   */
  public void use(ServingCertificate certificate) throws IOException {
    var options = new ServerSSLOptions();
    options.setKeyCertOptions(certificate.options());
    options.setEnabledSecureTransportProtocols(Set.of("TLSv1.3"));
    try {
      var unused = server.updateSSLOptions(options).await();
    } catch (Exception e) {
      throw new IOException("cannot use the certificate: " + e.getMessage(), e);
    }
  }

  /** Ends all connections; the listener is told nothing more. */
  @Override
  public void close() {
    run(
        () -> {
          var open = List.copyOf(sessions.values());
          sessions.clear();
          open.forEach(session -> session.close("the operator stops"));
        });
    vertx.close().await();
  }

  private void connected(NetSocket socket) {
    if (connections >= options.maxConnections()) {
      log.atWarn()
          .addKeyValue("endpoint", socket.remoteAddress())
          .log("too many connections of balancers; one is closed");
      var unused = socket.close();
      return;
    }
    connections++;
    var unused = new BalancerSession(vertx, socket, options, this::verify, updates, this);
  }

  private Future<Verdict> verify(String token) {
    return vertx
        .executeBlocking(() -> verifier.verify(token), false)
        .recover(
            failure -> {
              log.atError().setCause(failure).log("the check of a token failed");
              return Future.succeededFuture(new Verdict.Unavailable("the check failed"));
            });
  }

  @Override
  public void opened(BalancerSession session, BalancerListener.Balancer balancer) {
    var before = sessions.put(balancer.name(), session);
    if (before != null) {
      before.close("the balancer connected anew");
    }
    log.atInfo().addKeyValue("endpoint", balancer.name()).log("a balancer connected");
    balancers.arrived(balancer);
    slots.arrived(session);
    if (table != null) {
      session.offer(table);
    }
  }

  @Override
  public void reported(BalancerSession session, LoadReport report) {
    balancers.reported(report);
  }

  @Override
  public void told(BalancerSession session, SlotUsage usage) {
    slots.told(session, usage);
  }

  private void grant(String balancer, SlotGrants grants) {
    var session = sessions.get(balancer);
    if (session != null) {
      session.send(new Frame.Grants(grants));
    }
  }

  @Override
  public void acknowledged(BalancerSession session, long term, long sequence) {
    slots.tableInForce(session, term, sequence);
    balancers.acknowledged(session.name(), term, sequence);
  }

  @Override
  public void superseded(BalancerSession session, long term, long sequence) {
    balancers.superseded(session.name(), term, sequence);
  }

  @Override
  public void leaving(BalancerSession session) {
    slots.leaving(session);
    balancers.leaving(session.name());
  }

  @Override
  public void closed(BalancerSession session) {
    connections--;
    if (sessions.remove(session.name(), session)) {
      slots.lost(session);
      balancers.gone(
          session.name(),
          session.isLeaving() ? BalancerListener.Departure.LEFT : BalancerListener.Departure.LOST);
    }
  }

  /** Runs the task on the event loop, unless that has ended. */
  private void run(Runnable task) {
    try {
      context.runOnContext(now -> task.run());
    } catch (RejectedExecutionException e) {
      log.atDebug().log("not done: the control stream is closed");
    }
  }
}
