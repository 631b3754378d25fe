package io.scaledapp.e2e.soak;

import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.balancer.RunningBalancer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;

/** The replicas of two apps: those of one vanish in turn, and the other has one that stays. */
final class Replicas implements AutoCloseable {
  static final String CALM = "calm.test";
  static final String ROUGH = "rough.test";

  private static final int COUNT = 4;

  /** The rough app's faults are to end soon, and the calm one's users wait out a busy machine. */
  private static final String HASTE = "1s";

  private static final String PATIENCE = "10s";
  private static final Duration LIFE = Duration.ofMillis(250);
  private static final String APP =
      """
      apiVersion: scaledapp.io/v1alpha1
      kind: ScaledApp
      metadata: {name: %s}
      spec:
        endpoints: [%s]
        routing:
          hosts: [%s]
          timeouts: {connect: %4$s, read: %4$s, send: %4$s, tunnel: 2s}
          queue: {maxRequests: 50, timeout: %4$s}
          maxConcurrencyPerReplica: 20
      """;

  private final RunningBalancer balancer;
  private final FaultyReplica calm = new FaultyReplica();
  private final Deque<FaultyReplica> rough = new ArrayDeque<>();
  private final Thread turnover = Thread.ofVirtual().unstarted(this::turnOver);
  private volatile boolean stopped;

  Replicas(RunningBalancer balancer) {
    this.balancer = balancer;
    for (var i = 0; i < COUNT; i++) {
      rough.add(new FaultyReplica());
    }
    route();
    turnover.start();
  }

  /** A replica vanishes before the balancer is told, as in life. */
  private void turnOver() {
    while (!stopped) {
      Await.pause(LIFE);
      rough.removeFirst().close();
      rough.addLast(new FaultyReplica());
      Await.pause(LIFE);
      route();
    }
  }

  private void route() {
    var endpoints = rough.stream().map(Replicas::endpoint).collect(Collectors.joining(", "));
    balancer.route(
        APP.formatted("calm", endpoint(calm), CALM, PATIENCE),
        APP.formatted("rough", endpoints, ROUGH, HASTE));
  }

  private static String endpoint(FaultyReplica replica) {
    return "{address: 127.0.0.1, port: " + replica.port() + "}";
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    turnover.join();
    rough.forEach(FaultyReplica::close);
    calm.close();
  }
}
