package io.scaledapp.operator.app.engine;

import io.scaledapp.balancer.control.AppLoad;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.EndpointLoad;
import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.balancer.control.RoutingTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A balancer with the load that the test gives it, evenly spread over the ready endpoints. */
final class FakeBalancer {

  private final String name;
  private long uptimeNanos = 1;
  private long concurrencyNanos;
  private long requests;

  RoutingTable table = RoutingTable.EMPTY;
  int concurrency;
  int connections;
  int queued;
  int requestsASecond;
  boolean silent;

  /** Requests in flight by endpoint that stay there whatever the table says. */
  final Map<String, Integer> stuck = new HashMap<>();

  FakeBalancer(String name) {
    this.name = name;
  }

  void pass(long nanos) {
    uptimeNanos += nanos;
    concurrencyNanos += concurrency * nanos;
    requests += requestsASecond * nanos / 1_000_000_000L;
  }

  LoadReport report() {
    return new LoadReport(
        name, "first", uptimeNanos, table.apps().stream().map(this::load).toList(), List.of());
  }

  private AppLoad load(AppRoute route) {
    return new AppLoad(
        route.app(),
        requests,
        concurrencyNanos,
        concurrency,
        queued,
        connections,
        0,
        route.endpoints().stream()
            .map(one -> new EndpointLoad(one.id(), stuck.getOrDefault(one.id(), 0), 0, requests, 0))
            .toList());
  }
}
