package io.scaledapp.e2e.bench;

import io.scaledapp.balancer.Balancer;
import io.scaledapp.balancer.BalancerOptions;
import io.scaledapp.balancer.configuration.ConfigurationFile;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.metrics.BalancerMetrics;
import io.scaledapp.balancer.program.LogFormat;
import io.scaledapp.balancer.program.ProcessMetrics;
import io.scaledapp.balancer.program.ProgramLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * A balancer as in a cluster, with its configuration file and metrics, whose table is made here:
 * the app of the benchmark, its WebSockets, and as many others as are asked for, of which some
 * change all the time.
 */
@CommandLine.Command
@SuppressWarnings("NullAway.Init") // picocli gives the required ones.
public final class StaticBalancer implements Callable<Integer> {

  private static final int ENDPOINTS_OF_AN_APP = 10;
  private static final String LOCAL = "127.0.0.1";

  @Option(names = "--config", required = true)
  private Path configuration;

  @Option(names = "--host", required = true)
  private String host;

  @Option(names = "--backend", required = true)
  private int backend;

  @Option(names = "--websockets", required = true)
  private int webSockets;

  @Option(names = "--apps", description = "Further apps, of ten endpoints each.")
  private int apps;

  @Option(names = "--changes", description = "Changes of one of their endpoints a second.")
  private int changes;

  private final AtomicLong sequence = new AtomicLong();
  private List<AppRoute> routes = List.of();

  private StaticBalancer() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new StaticBalancer()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    ProgramLog.configureForCluster(LogFormat.JSON);
    var options = new ConfigurationFile(configuration, BalancerOptions.DEFAULT, Map.of()).read();
    var process = new ProcessMetrics();
    var metrics = new BalancerMetrics(process.registry());
    var balancer = Balancer.start(options, metrics::accept, metrics, usage -> {});
    routes = allRoutes();
    apply(balancer);
    if (changes > 0) {
      change(balancer);
    }
    new CountDownLatch(1).await();
    return 0;
  }

  private void change(Balancer balancer) {
    var unused =
        Executors.newSingleThreadScheduledExecutor()
            .scheduleAtFixedRate(
                () -> changeOne(balancer),
                0,
                Duration.ofSeconds(1).dividedBy(changes).toNanos(),
                TimeUnit.NANOSECONDS);
  }

  /** An endpoint of one app gives its place to a new one. */
  private void changeOne(Balancer balancer) {
    var next = new ArrayList<>(routes);
    int at = 2 + (int) (sequence.get() % apps);
    var route = next.get(at);
    var endpoints = new ArrayList<>(route.endpoints());
    endpoints.removeFirst();
    endpoints.add(
        endpoint(route.app() + "/" + sequence.get(), 1 + (int) (sequence.get() % 60_000)));
    next.set(at, route.with(route.queue(), endpoints));
    routes = next;
    apply(balancer);
  }

  private void apply(Balancer balancer) {
    var table = new RoutingTable(1, sequence.incrementAndGet(), routes);
    balancer.apply(table).toCompletableFuture().join();
  }

  private List<AppRoute> allRoutes() {
    var all = new ArrayList<AppRoute>();
    all.add(route("bench/app", host, "/", List.of(endpoint("app", backend))));
    all.add(route("bench/websockets", host, "/ws", List.of(endpoint("websockets", webSockets))));
    for (int app = 0; app < apps; app++) {
      var endpoints = new ArrayList<Endpoint>();
      for (int one = 0; one < ENDPOINTS_OF_AN_APP; one++) {
        endpoints.add(endpoint("other-" + app + "/" + one, 1 + one));
      }
      all.add(route("bench/other-" + app, "other-" + app + ".localhost", "/", endpoints));
    }
    return all;
  }

  private static Endpoint endpoint(String id, int port) {
    return new Endpoint(id, LOCAL, port, 1, Endpoint.State.READY);
  }

  private static AppRoute route(String name, String host, String prefix, List<Endpoint> endpoints) {
    return new AppRoute(
        name,
        List.of(host),
        List.of(prefix),
        0,
        AppRoute.Policy.LEAST_CONNECTIONS,
        0,
        QueueLimits.DEFAULT,
        Timeouts.DEFAULT,
        endpoints);
  }
}
