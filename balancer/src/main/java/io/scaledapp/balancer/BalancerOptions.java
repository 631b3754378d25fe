package io.scaledapp.balancer;

import io.scaledapp.balancer.accesslog.AccessLogOptions;
import io.scaledapp.balancer.control.Zone;
import io.scaledapp.balancer.http1.HeadLimits;
import io.scaledapp.balancer.tls.ReplicaTlsOptions;
import io.scaledapp.balancer.trace.TracingOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a balancer listens and how it treats its clients. {@link #DEFAULT} is safe; the {@code with}
 * methods change one thing each.
 *
 * @param name tells this balancer from others in its load reports
 * @param host the address of the apps' own ports, and of the one listener where no other is named:
 *     an IP literal or a name that resolves to one
 * @param port of that listener, 0 to 65535; 0 takes any free one
 * @param listeners where clients connect; none: at the host and port above, in plain text
 * @param eventLoops threads that do the work, at least 1
 * @param maxConnections client connections open at once; one more gets 503
 * @param headLimits how large a message head may be
 * @param headTimeout from a request head's first byte to its last; after it 408
 * @param idleTimeout of a client connection without a request
 * @param trustedProxies addresses and CIDR blocks whose X-Forwarded-* and Forwarded are believed
 * @param replicaTls the profiles in which connections to replicas are secured, beside {@link
 *     ReplicaTlsOptions#SYSTEM}
 * @param reportEvery how often the load is reported
 * @param accessLog how each request is logged, if it is
 * @param socketStore the folder of the store that holds listening sockets while no balancer runs
 * @param zone where this balancer runs; empty if that is not known
 * @param tracing which requests are recorded, and where that is sent; none without it
 */
public record BalancerOptions(
    String name,
    String host,
    int port,
    List<ListenerOptions> listeners,
    int eventLoops,
    int maxConnections,
    HeadLimits headLimits,
    Duration headTimeout,
    Duration idleTimeout,
    List<String> trustedProxies,
    List<ReplicaTlsOptions> replicaTls,
    Duration reportEvery,
    Optional<AccessLogOptions> accessLog,
    Optional<Path> socketStore,
    Optional<Zone> zone,
    Optional<TracingOptions> tracing) {

  public static final BalancerOptions DEFAULT =
      new BalancerOptions(
          "balancer",
          "127.0.0.1",
          8080,
          List.of(),
          Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
          10_000,
          HeadLimits.DEFAULT,
          Duration.ofSeconds(10),
          Duration.ofSeconds(75),
          List.of(),
          List.of(),
          Duration.ofSeconds(1),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public BalancerOptions {
    listeners = List.copyOf(listeners);
    trustedProxies = List.copyOf(trustedProxies);
    replicaTls = List.copyOf(replicaTls);
    ListenerOptions.checkPort(port);
    if (eventLoops < 1 || maxConnections < 1) {
      throw new IllegalArgumentException("eventLoops and maxConnections must be at least 1");
    }
    checkPositive("headTimeout", headTimeout);
    checkPositive("idleTimeout", idleTimeout);
    checkPositive("reportEvery", reportEvery);
  }

  private static void checkPositive(String name, Duration duration) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException(name + " must be more than 0, but is " + duration);
    }
  }

  public BalancerOptions withName(String name) {
    return with(draft -> draft.name = name);
  }

  public BalancerOptions withAddress(String host, int port) {
    return with(
        draft -> {
          draft.host = host;
          draft.port = port;
        });
  }

  public BalancerOptions withListeners(List<ListenerOptions> listeners) {
    return with(draft -> draft.listeners = listeners);
  }

  /** Where clients connect: at least one. */
  public List<ListenerOptions> openListeners() {
    return listeners.isEmpty() ? List.of(ListenerOptions.plain("http", host, port)) : listeners;
  }

  public BalancerOptions withEventLoops(int eventLoops) {
    return with(draft -> draft.eventLoops = eventLoops);
  }

  public BalancerOptions withMaxConnections(int maxConnections) {
    return with(draft -> draft.maxConnections = maxConnections);
  }

  public BalancerOptions withHeadLimits(HeadLimits headLimits) {
    return with(draft -> draft.headLimits = headLimits);
  }

  public BalancerOptions withTimeouts(Duration headTimeout, Duration idleTimeout) {
    return with(
        draft -> {
          draft.headTimeout = headTimeout;
          draft.idleTimeout = idleTimeout;
        });
  }

  public BalancerOptions withTrustedProxies(List<String> trustedProxies) {
    return with(draft -> draft.trustedProxies = trustedProxies);
  }

  public BalancerOptions withReplicaTls(List<ReplicaTlsOptions> replicaTls) {
    return with(draft -> draft.replicaTls = replicaTls);
  }

  public BalancerOptions withReportEvery(Duration reportEvery) {
    return with(draft -> draft.reportEvery = reportEvery);
  }

  public BalancerOptions withAccessLog(Optional<AccessLogOptions> accessLog) {
    return with(draft -> draft.accessLog = accessLog);
  }

  public BalancerOptions withSocketStore(Path folder) {
    return with(draft -> draft.socketStore = Optional.of(folder));
  }

  public BalancerOptions withZone(Zone zone) {
    return with(draft -> draft.zone = Optional.of(zone));
  }

  public BalancerOptions withTracing(Optional<TracingOptions> tracing) {
    return with(draft -> draft.tracing = tracing);
  }

  private BalancerOptions with(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  /** Options while one of them changes. */
  private static final class Draft {
    private String name;
    private String host;
    private int port;
    private List<ListenerOptions> listeners;
    private int eventLoops;
    private int maxConnections;
    private HeadLimits headLimits;
    private Duration headTimeout;
    private Duration idleTimeout;
    private List<String> trustedProxies;
    private List<ReplicaTlsOptions> replicaTls;
    private Duration reportEvery;
    private Optional<AccessLogOptions> accessLog;
    private Optional<Path> socketStore;
    private Optional<Zone> zone;
    private Optional<TracingOptions> tracing;

    private Draft(BalancerOptions from) {
      name = from.name;
      host = from.host;
      port = from.port;
      listeners = from.listeners;
      eventLoops = from.eventLoops;
      maxConnections = from.maxConnections;
      headLimits = from.headLimits;
      headTimeout = from.headTimeout;
      idleTimeout = from.idleTimeout;
      trustedProxies = from.trustedProxies;
      replicaTls = from.replicaTls;
      reportEvery = from.reportEvery;
      accessLog = from.accessLog;
      socketStore = from.socketStore;
      zone = from.zone;
      tracing = from.tracing;
    }

    private BalancerOptions options() {
      return new BalancerOptions(
          name,
          host,
          port,
          listeners,
          eventLoops,
          maxConnections,
          headLimits,
          headTimeout,
          idleTimeout,
          trustedProxies,
          replicaTls,
          reportEvery,
          accessLog,
          socketStore,
          zone,
          tracing);
    }
  }
}
