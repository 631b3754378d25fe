package io.scaledapp.balancer;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.Timeouts;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Routing tables of one app, each newer than the one before. */
final class Tables {
  private static final AtomicLong SEQUENCE = new AtomicLong();

  private Tables() {}

  static RoutingTable of(AppRoute... apps) {
    return new RoutingTable(1, SEQUENCE.incrementAndGet(), List.of(apps));
  }

  static RoutingTable of(Replica... replicas) {
    return of(app(replicas));
  }

  static AppRoute app(Replica... replicas) {
    return app(0, QueueLimits.DEFAULT, Timeouts.DEFAULT, endpoints(replicas));
  }

  static AppRoute app(
      int maxConcurrency, QueueLimits queue, Timeouts timeouts, List<Endpoint> endpoints) {
    return new AppRoute(
        "default/app",
        List.of(),
        List.of("/"),
        0,
        AppRoute.Policy.ROUND_ROBIN,
        maxConcurrency,
        queue,
        timeouts,
        endpoints);
  }

  static List<Endpoint> endpoints(Replica... replicas) {
    return Stream.of(replicas).map(Tables::endpoint).toList();
  }

  static Endpoint endpoint(Replica replica) {
    return endpoint(replica.port(), Endpoint.State.READY);
  }

  static Endpoint endpoint(int port, Endpoint.State state) {
    return new Endpoint("replica-" + port, "127.0.0.1", port, 1, state);
  }
}
