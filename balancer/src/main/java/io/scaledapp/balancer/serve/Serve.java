package io.scaledapp.balancer.serve;

import io.scaledapp.balancer.Balancer;
import io.scaledapp.balancer.configuration.ConfigurationFile;
import io.scaledapp.balancer.configuration.FollowedConfiguration;
import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.SlotUsage;
import io.scaledapp.balancer.control.client.AddressResolver;
import io.scaledapp.balancer.control.client.ControlClient;
import io.scaledapp.balancer.metrics.BalancerMetrics;
import io.scaledapp.balancer.program.HangUp;
import io.scaledapp.balancer.program.ProbePort;
import io.scaledapp.balancer.program.ProcessMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One balancer of a cluster: the place where all its parts are made and joined. It takes its
 * routing table from the operators and tells them its load; without them it goes on as it is.
 */
public final class Serve implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Serve.class);

  /**
   * What is no longer named may still be sent clients until every node's kube-proxy has seen it,
   * which it does once a second at most ({@code minSyncPeriod}).
   */
  private static final Executor SETTLED =
      CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS, Runnable::run);

  /** Who holds an idle connection has mostly asked by then, and was told to go elsewhere. */
  private static final Duration IDLE_PATIENCE = Duration.ofSeconds(10);

  private final ServeOptions options;
  private final ProcessMetrics processMetrics = new ProcessMetrics();
  private final BalancerMetrics metrics = new BalancerMetrics(processMetrics.registry());
  private final ProbePort probes;
  private final Balancer balancer;
  private final ControlClient control;
  private final Optional<FollowedConfiguration> configuration;

  /** Null until there is a client, which is made after the balancer that it serves. */
  private volatile @Nullable ControlClient reportTo;

  private volatile boolean tableTaken;
  private volatile boolean leaving;

  private Serve(ServeOptions options) throws IOException {
    this.options = options;
    probes = ProbePort.open(options.admin(), () -> true, this::isReady, processMetrics::scrape);
    try {
      balancer = Balancer.start(options.balancer(), this::report, metrics, this::report);
    } catch (IOException e) {
      probes.close();
      processMetrics.close();
      throw e;
    }
    metrics.clientConnections(balancer::clientConnections);
    metrics.cacheBytes(balancer::cacheBytes);
    control =
        ControlClient.start(options.control(), AddressResolver.SYSTEM, this::take, balancer::grant);
    reportTo = control;
    configuration = options.configuration().map(this::follow);
    configuration.ifPresent(followed -> HangUp.handle(followed::readAgain));
  }

  /**
   * Starts everything.
   *
   * @throws IOException if an address cannot be listened on, with the address and the reason
   */
  public static Serve start(ServeOptions options) throws IOException {
    return new Serve(options);
  }

  private FollowedConfiguration follow(ConfigurationFile file) {
    return FollowedConfiguration.start(
        file, options.balancer(), changed -> balancer.reconfigure(changed, options.drainTimeout()));
  }

  /** The port that clients connect to. */
  public int port() {
    return balancer.port();
  }

  /** The port that probes connect to. */
  public int adminPort() {
    return probes.port();
  }

  /** Whether the balancer is of use: it knows where requests go, and is going to stay. */
  private boolean isReady() {
    return tableTaken && !leaving;
  }

  private CompletionStage<Void> take(RoutingTable table) {
    return balancer.apply(table).thenRun(() -> tableTaken = true);
  }

  private void report(LoadReport report) {
    metrics.accept(report);
    var operators = reportTo;
    if (operators != null) {
      operators.report(report);
    }
  }

  private void report(SlotUsage usage) {
    var operators = reportTo;
    if (operators != null) {
      operators.report(usage);
    }
  }

  /**
   * Leaves: not ready from now on, yet serves until nobody sends new clients, then lets what is in
   * flight end. Returns when all is closed.
   */
  @Override
  public void close() {
    leaving = true;
    configuration.ifPresent(FollowedConfiguration::close);
    log.atInfo().log("leaving");
    balancer.leave(Collections.min(List.of(options.leaveAfter(), IDLE_PATIENCE)));
    control
        .leave()
        .toCompletableFuture()
        .thenRunAsync(() -> {}, SETTLED)
        .completeOnTimeout(null, options.leaveAfter().toNanos(), TimeUnit.NANOSECONDS)
        .join();
    log.atInfo().log("takes no more connections");
    balancer.close(options.drainTimeout());
    control.close();
    probes.close();
    processMetrics.close();
    log.atInfo().log("left");
  }
}
