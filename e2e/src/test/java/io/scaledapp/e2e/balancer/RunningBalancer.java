package io.scaledapp.e2e.balancer;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.scaledapp.balancer.Balancer;
import io.scaledapp.balancer.BalancerOptions;
import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.model.AppModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A balancer on a free port of the loopback address, which waits a second for a request. */
public final class RunningBalancer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final AtomicLong tables = new AtomicLong();
  private final Balancer balancer;

  /**
   * Starts one.
   *
   * @param apps ScaledApps with {@code spec.endpoints}, as YAML
   */
  public static RunningBalancer start(String... apps) {
    return start(options -> options.withTimeouts(PATIENCE, PATIENCE), apps);
  }

  /** Starts one with other options, without that impatience. */
  public static RunningBalancer start(UnaryOperator<BalancerOptions> change, String... apps) {
    var running = new RunningBalancer(change);
    running.route(apps);
    return running;
  }

  private RunningBalancer(UnaryOperator<BalancerOptions> change) {
    try {
      balancer =
          Balancer.start(
              change.apply(BalancerOptions.DEFAULT.withAddress("127.0.0.1", 0).withEventLoops(1)),
              report -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has it route to these apps from now on, and to no others. */
  public void route(String... apps) {
    var routes =
        Stream.of(apps)
            .map(app -> AppModel.of(Serialization.unmarshal(app, ScaledApp.class), 1).route())
            .toList();
    balancer
        .apply(new RoutingTable(1, tables.incrementAndGet(), routes))
        .toCompletableFuture()
        .join();
  }

  public int port() {
    return balancer.port();
  }

  /** Client connections open now. */
  public int clientConnections() {
    return balancer.clientConnections();
  }

  public LoadReport load() {
    return balancer.report();
  }

  @Override
  public void close() {
    balancer.close();
  }
}
