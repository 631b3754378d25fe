package io.scaledapp.e2e.bench;

import io.scaledapp.balancer.control.AppLoad;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.EndpointLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The load on every app of a routing table, as somebody asks for it: so many requests in flight on
 * an app, which its ready endpoints share. Counters are kept as a balancer keeps them. Any thread.
 */
final class MadeUpLoad {

  /** Of requests that each take 100 ms. */
  private static final double REQUESTS_A_SECOND = 10;

  private static final double NANOS_A_SECOND = 1e9;

  private final Map<String, Counters> apps = new TreeMap<>();

  private static final class Counters {
    private List<Endpoint> endpoints = List.of();
    private int concurrency;
    private double requests;
    private long concurrencyNanos;
    private long since;

    void advance(long now) {
      concurrencyNanos += concurrency * (now - since);
      requests += concurrency * REQUESTS_A_SECOND * (now - since) / NANOS_A_SECOND;
      since = now;
    }
  }

  /** The apps are those of the table from here on. */
  synchronized void take(List<AppRoute> routes, long now) {
    for (var route : routes) {
      apps.computeIfAbsent(route.app(), app -> begun(now)).endpoints = route.endpoints();
    }
    apps.keySet().retainAll(routes.stream().map(AppRoute::app).collect(Collectors.toSet()));
  }

  private static Counters begun(long now) {
    var counters = new Counters();
    counters.since = now;
    return counters;
  }

  /** The apps whose names begin so, in the order of their names. */
  synchronized List<String> named(String prefix) {
    return apps.keySet().stream().filter(app -> app.startsWith(prefix)).toList();
  }

  /** From here on so many requests are in flight on the app, if it is there. */
  synchronized void set(String app, int concurrency, long now) {
    var counters = apps.get(app);
    if (counters != null) {
      counters.advance(now);
      counters.concurrency = concurrency;
    }
  }

  /** What a balancer would tell. */
  synchronized List<AppLoad> read(long now) {
    var loads = new ArrayList<AppLoad>(apps.size());
    apps.forEach(
        (app, counters) -> {
          counters.advance(now);
          loads.add(load(app, counters));
        });
    return loads;
  }

  private static AppLoad load(String app, Counters counters) {
    return new AppLoad(
        app,
        (long) counters.requests,
        counters.concurrencyNanos,
        counters.concurrency,
        0,
        counters.concurrency,
        0,
        shares(counters));
  }

  private static List<EndpointLoad> shares(Counters counters) {
    var ready =
        Math.max(
            1,
            counters.endpoints.stream().filter(one -> one.state() == Endpoint.State.READY).count());
    return counters.endpoints.stream()
        .map(
            one -> {
              var share =
                  one.state() == Endpoint.State.READY ? (int) (counters.concurrency / ready) : 0;
              return new EndpointLoad(one.id(), share, 0, (long) (counters.requests / ready), 0);
            })
        .toList();
  }
}
