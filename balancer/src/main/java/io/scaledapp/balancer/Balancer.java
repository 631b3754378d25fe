package io.scaledapp.balancer;

import io.netty.channel.EventLoop;
import io.scaledapp.balancer.accesslog.AccessLog;
import io.scaledapp.balancer.cache.SharedCache;
import io.scaledapp.balancer.compression.Compression;
import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.SlotGrants;
import io.scaledapp.balancer.control.SlotUsage;
import io.scaledapp.balancer.eventloop.Worker;
import io.scaledapp.balancer.exchange.Departure;
import io.scaledapp.balancer.exchange.Failures;
import io.scaledapp.balancer.exchange.Proxy;
import io.scaledapp.balancer.forwarded.TrustedProxies;
import io.scaledapp.balancer.http2.Http2ReplicaConnection;
import io.scaledapp.balancer.metrics.RequestRecorder;
import io.scaledapp.balancer.socket.ListeningSockets;
import io.scaledapp.balancer.socket.OwnSockets;
import io.scaledapp.balancer.socket.StoredSockets;
import io.scaledapp.balancer.tls.ReplicaTls;
import io.scaledapp.balancer.trace.Tracer;
import io.scaledapp.balancer.upstream.Apps;
import io.scaledapp.balancer.upstream.HealthChecks;
import io.scaledapp.balancer.upstream.ReplicaConnector;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetClientInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A balancer in this process: takes {@link RoutingTable}s, answers clients from the apps'
 * endpoints, and tells its load. Any thread may call any method.
 */
public final class Balancer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Balancer.class);

  /** A store starts beside the balancer, in less than a second. */
  private static final Duration STORE_PATIENCE = Duration.ofSeconds(30);

  /** How often the files of TLS to replicas are looked at. */
  private static final Duration REFRESH = Duration.ofSeconds(1);

  /** How exactly endpoints that were ejected are back in time. */
  private static final Duration TICK = Duration.ofMillis(100);

  private final Vertx vertx;
  private final Apps apps;
  private final HealthChecks checks;
  private final Listeners listeners;
  private final AppPorts appPorts;
  private final Acceptor acceptor;
  private final ListeningSockets sockets;
  private final LoadReporter reporter;
  private final ReplicaTls replicaTls;
  private final SlotReporter slots;
  private final List<Worker> workers;
  private final AtomicReference<Proxy.Settings> settings;
  private final AtomicInteger connections;
  private final Departure departure;
  private final Tracing tracing;
  private final AccessLogs accessLogs;
  private boolean closed;

  private Balancer(
      Vertx vertx,
      Apps apps,
      HealthChecks checks,
      Listeners listeners,
      AppPorts appPorts,
      Acceptor acceptor,
      ListeningSockets sockets,
      LoadReporter reporter,
      ReplicaTls replicaTls,
      SlotReporter slots,
      List<Worker> workers,
      AtomicReference<Proxy.Settings> settings,
      AtomicInteger connections,
      Departure departure,
      Tracing tracing,
      AccessLogs accessLogs) {
    this.vertx = vertx;
    this.apps = apps;
    this.checks = checks;
    this.listeners = listeners;
    this.appPorts = appPorts;
    this.acceptor = acceptor;
    this.sockets = sockets;
    this.reporter = reporter;
    this.replicaTls = replicaTls;
    this.slots = slots;
    this.workers = workers;
    this.settings = settings;
    this.connections = connections;
    this.departure = departure;
    this.tracing = tracing;
    this.accessLogs = accessLogs;
  }

  /**
   * Starts to listen. Without a routing table every request gets 404; but with a socket store
   * connections wait for the first table.
   *
   * @param reports told the load as often as the options say, and at once when a request finds no
   *     endpoint; on a thread of its own, so it may block
   * @throws IOException if the address cannot be listened on, with the address and the reason
   */
  public static Balancer start(BalancerOptions options, Consumer<LoadReport> reports)
      throws IOException {
    return start(options, reports, RequestRecorder.NONE);
  }

  /**
   * The same with metrics.
   *
   * @param recorder told of each answer, on the event loop that gave it
   * @throws IOException if the address cannot be listened on, with the address and the reason
   */
  public static Balancer start(
      BalancerOptions options, Consumer<LoadReport> reports, RequestRecorder recorder)
      throws IOException {
    return start(options, reports, recorder, usage -> {});
  }

  /**
   * The same for a balancer that shares replicas with others.
   *
   * @param usages told what is used of the slots that it is granted; must not block
   * @throws IOException if the address cannot be listened on, with the address and the reason
   */
  public static Balancer start(
      BalancerOptions options,
      Consumer<LoadReport> reports,
      RequestRecorder recorder,
      Consumer<SlotUsage> usages)
      throws IOException {
    var settings = new AtomicReference<Proxy.Settings>();
    var tracing = new Tracing(recorder);
    var accessLogs = new AccessLogs(recorder);
    accessLogs.change(
        options.accessLog(),
        accessLog ->
            tracing.change(options, tracer -> settings.set(settings(options, tracer, accessLog))));
    var vertx =
        Vertx.vertx(
            new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(options.eventLoops()));
    var workers = workers((VertxInternal) vertx, options);
    var replicaTls = replicaTls(options, workers, vertx, tracing, accessLogs);
    var slots = new SlotReporter(usages);
    var apps =
        new Apps(workers, slots, System::nanoTime, recorder, options.zone(), new SharedCache());
    slots.start(apps);
    var reporter = new LoadReporter(options, apps, System::nanoTime, reports, recorder);
    NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    var connections = new AtomicInteger();
    var departure = new Departure(System::nanoTime);
    var failures = new Failures(recorder, System::nanoTime);
    var compression = new Compression();
    var proxies = new ArrayList<Proxy>();
    for (Worker worker : workers) {
      var connector = connector(client, worker, replicaTls);
      proxies.add(
          new Proxy(
              worker,
              apps,
              connector,
              settings,
              connections,
              departure,
              recorder,
              failures,
              reporter::reportSoon,
              compression));
    }
    var first = workers.getFirst();
    var checks = new HealthChecks(first, connector(client, first, replicaTls));
    var acceptor = new Acceptor((VertxInternal) vertx, proxies);
    try {
      var sockets = sockets((VertxInternal) vertx, acceptor.loop(), options);
      var listeners = new Listeners(vertx, acceptor, apps, sockets);
      listeners.open(options.openListeners());
      var address = InetAddress.getByName(options.host());
      workers.forEach(Worker::start);
      var appPorts = new AppPorts(address, acceptor, sockets, apps, reporter::reportSoon);
      reporter.start(appPorts::failures);
      vertx.setPeriodic(TICK.toMillis(), timer -> apps.tick());
      vertx.setPeriodic(
          REFRESH.toMillis(), tick -> vertx.executeBlocking(() -> refresh(replicaTls)));
      log.atInfo().addKeyValue("nativeTransport", vertx.isNativeTransportEnabled()).log("started");
      if (options.socketStore().isEmpty()) {
        listeners.accept();
      }
      return new Balancer(
          vertx,
          apps,
          checks,
          listeners,
          appPorts,
          acceptor,
          sockets,
          reporter,
          replicaTls,
          slots,
          workers,
          settings,
          connections,
          departure,
          tracing,
          accessLogs);
    } catch (IOException e) {
      accessLogs.close();
      reporter.close();
      slots.close();
      replicaTls.close();
      vertx.close().await();
      tracing.close();
      throw e;
    }
  }

  private static ReplicaTls replicaTls(
      BalancerOptions options,
      List<Worker> workers,
      Vertx vertx,
      Tracing tracing,
      AccessLogs accessLogs)
      throws IOException {
    try {
      return ReplicaTls.open(
          options.replicaTls(), workers.stream().map(Worker::eventLoop).toList());
    } catch (IOException e) {
      vertx.close().await();
      tracing.close();
      accessLogs.close();
      throw e;
    }
  }

  private static Boolean refresh(ReplicaTls replicaTls) {
    replicaTls.refresh();
    return true;
  }

  private static ReplicaConnector connector(
      NetClient client, Worker worker, ReplicaTls replicaTls) {
    return new ReplicaConnector(
        (NetClientInternal) client, worker, Http2ReplicaConnection::begin, replicaTls);
  }

  private static Proxy.Settings settings(
      BalancerOptions options, @Nullable Tracer tracer, @Nullable AccessLog accessLog) {
    return new Proxy.Settings(
        options.headTimeout(),
        options.idleTimeout(),
        options.maxConnections(),
        TrustedProxies.of(options.trustedProxies()),
        tracer,
        accessLog);
  }

  private static ListeningSockets sockets(
      VertxInternal vertx, EventLoop loop, BalancerOptions options) throws IOException {
    var store = options.socketStore();
    return store.isPresent()
        ? StoredSockets.takeOver(loop, store.get(), STORE_PATIENCE)
        : new OwnSockets(vertx.transport().serverChannelFactory(false));
  }

  private static List<Worker> workers(VertxInternal vertx, BalancerOptions options) {
    var workers = new ArrayList<Worker>();
    for (int i = 0; i < options.eventLoops(); i++) {
      var context = vertx.createContext(ThreadingModel.EVENT_LOOP);
      var random = new SplittableRandom();
      workers.add(new Worker(i, context, options.headLimits(), System::nanoTime, random));
    }
    return workers;
  }

  /** The port of the listener that was named first. */
  public int port() {
    return listeners.port();
  }

  /**
   * The port of a listener.
   *
   * @throws IllegalArgumentException if none has the name
   */
  public int port(String listener) {
    return listeners.port(listener);
  }

  /** Bytes that stored responses of all apps take, about. */
  public long cacheBytes() {
    return apps.cacheBytes();
  }

  /** Client connections open now, over all event loops. */
  public int clientConnections() {
    return connections.get();
  }

  /**
   * Takes the table unless it is older than the one in force; touches no open connection.
   *
   * @return complete when each port that came with the table was tried; those that cannot be
   *     listened on are tried again, and are in the load report
   */
  public synchronized CompletionStage<Void> apply(RoutingTable table) {
    if (closed) {
      return CompletableFuture.completedFuture(null);
    }
    if (table.apps().stream().anyMatch(app -> app.transport().tls() != null)) {
      replicaTls.openSystem();
    }
    if (!apps.apply(table)) {
      return CompletableFuture.completedFuture(null);
    }
    checks.follow(apps.checked());
    // Before the table counts as in force: what is in use of a limit that is new is known then.
    slots.tellUrgent();
    // From here on, since a request that finds no table is refused: those of a balancer that died
    // have waited for it.
    listeners.accept();
    return appPorts.update(table).thenRun(sockets::closeUnclaimed);
  }

  /**
   * Takes other listeners, TLS to replicas, limits of heads and connections, time-outs, trusted
   * proxies, tracing and access log; the rest of the options stays as it was at the start. They
   * hold for new connections, limits of heads for new heads, tracing for new requests, the access
   * log for requests that end from now on; the connections of a listener that is gone may end what
   * is in flight.
   *
   * @param grace for what is in flight there
   * @throws IOException if an address cannot be listened on, or a certificate or a file cannot be
   *     used, with the reason; then all is as before
   */
  public void reconfigure(BalancerOptions options, Duration grace) throws IOException {
    // A tracer and a disk take their time, which is no time of the lock that routing tables need.
    accessLogs.change(
        options.accessLog(),
        accessLog ->
            tracing.change(options, tracer -> reconfigure(options, grace, tracer, accessLog)));
  }

  private synchronized void reconfigure(
      BalancerOptions options,
      Duration grace,
      @Nullable Tracer tracer,
      @Nullable AccessLog accessLog)
      throws IOException {
    if (closed) {
      return;
    }
    var wanted = settings(options, tracer, accessLog);
    try (var profiles = replicaTls.prepare(options.replicaTls())) {
      listeners.update(options.openListeners(), grace);
      profiles.take();
    }
    settings.set(wanted);
    workers.forEach(worker -> worker.execute(() -> worker.limits(options.headLimits())));
  }

  /**
   * Takes the grants unless they are outdated, and tells what is used of them. Until the first ones
   * the balancer has the whole limit of each endpoint, and so it has under a table of a later term.
   */
  public void grant(SlotGrants grants) {
    slots.take(grants);
  }

  /** The load now. */
  public LoadReport report() {
    return reporter.report();
  }

  /**
   * Goes on as before, but each answer ends its connection, so that clients go elsewhere and {@link
   * #close(Duration)} finds few of them.
   *
   * @param patience how long from now a connection without a request stays open also after that
   *     close, so that its client can be told
   */
  public void leave(Duration patience) {
    departure.begin(patience);
  }

  /** Closes at once: {@link #close(Duration)} without grace. */
  @Override
  public void close() {
    close(Duration.ZERO);
  }

  /**
   * Stops to accept, lets answers in flight end, closes connections without a request, and after
   * {@code grace} the rest. Returns when all is closed.
   */
  public void close(Duration grace) {
    // Before the first connection ends: each answer from here on says that its connection does.
    departure.beginAtOnce();
    stopTaking();
    acceptor.close(grace).join();
    reporter.close();
    slots.close();
    replicaTls.close();
    vertx.close().await();
    tracing.close();
    accessLogs.close();
  }

  /** With the lock, so that a table under way opens no port after this. */
  private synchronized void stopTaking() {
    if (!closed) {
      closed = true;
      listeners.close();
      appPorts.close();
      sockets.close();
    }
  }
}
