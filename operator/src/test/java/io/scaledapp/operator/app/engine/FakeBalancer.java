package io.scaledapp.operator.app.engine;

import static java.util.Objects.requireNonNull;

import io.scaledapp.balancer.control.AppLoad;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.EndpointLoad;
import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.balancer.control.RevisionLoad;
import io.scaledapp.balancer.control.RevisionLoads;
import io.scaledapp.balancer.control.RoutingTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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

  /** Of what the revision on trial answers. */
  int errorPercentOnTrial;

  /** Requests and errors of each revision while one is on trial. */
  private final Map<Integer, long[]> byRevision = new TreeMap<>();

  /** Requests in flight by endpoint that stay there whatever the table says. */
  final Map<String, Integer> stuck = new HashMap<>();

  FakeBalancer(String name) {
    this.name = name;
  }

  void pass(long nanos) {
    uptimeNanos += nanos;
    concurrencyNanos += concurrency * nanos;
    var more = requestsASecond * nanos / 1_000_000_000L;
    requests += more;
    table.apps().forEach(route -> answer(route, more));
  }

  private void answer(AppRoute route, long more) {
    var split = route.traffic().revisionSplit();
    if (split == null) {
      byRevision.clear();
      return;
    }
    for (var endpoint : route.endpoints()) {
      var revision = requireNonNull(endpoint.revision()).number();
      byRevision.computeIfAbsent(revision, number -> new long[2]);
    }
    var onTrial = more * split.percent() / 100;
    byRevision.forEach(
        (revision, counts) -> {
          var isOnTrial = revision == split.revision();
          counts[0] += isOnTrial ? onTrial : more - onTrial;
          counts[1] += isOnTrial ? onTrial * errorPercentOnTrial / 100 : 0;
        });
  }

  private @Nullable RevisionLoads revisionLoads(AppRoute route) {
    if (route.traffic().revisionSplit() == null) {
      return null;
    }
    return new RevisionLoads(
        byRevision.entrySet().stream()
            .map(
                one ->
                    new RevisionLoad(
                        one.getKey(),
                        one.getValue()[0],
                        one.getValue()[1],
                        List.of(one.getValue()[0])))
            .toList());
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
        0,
        0,
        route.endpoints().stream()
            .map(one -> new EndpointLoad(one.id(), stuck.getOrDefault(one.id(), 0), 0, requests, 0))
            .toList(),
        revisionLoads(route));
  }
}
