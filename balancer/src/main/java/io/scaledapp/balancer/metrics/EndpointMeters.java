package io.scaledapp.balancer.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Meters of each endpoint, which go with it. There are so many of them at most: of more endpoints,
 * those that came last have none until others go, since a collector of metrics pays for each
 * series. For one thread at a time.
 */
final class EndpointMeters {
  /** Nine series each. */
  static final int MAX_ENDPOINTS = 1_000;

  private record Key(String app, String endpoint) {
    static Key of(EndpointStatus status) {
      return new Key(status.app(), status.load().endpoint());
    }
  }

  private final MeterRegistry registry;
  private final Map<Key, LoadMeters<EndpointStatus>> meters = new HashMap<>();
  private volatile int unmetered;

  EndpointMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void accept(List<EndpointStatus> all) {
    var present = new HashSet<Key>();
    all.forEach(status -> present.add(Key.of(status)));
    // First, so that those that come find room.
    LoadMeters.retain(meters, present);
    for (EndpointStatus status : all) {
      var known = meters.get(Key.of(status));
      if (known != null) {
        known.show(status);
      } else if (meters.size() < MAX_ENDPOINTS) {
        meters.put(Key.of(status), metersOf(status));
      }
    }
    tellUnmetered(present.size() - meters.size());
  }

  /** Registered when there is the first one. */
  private void tellUnmetered(int count) {
    if (count > 0 && unmetered == 0) {
      Gauge.builder(BalancerMetrics.PREFIX + "endpoints.unmetered", this, of -> of.unmetered)
          .description("Endpoints without meters of their own, since there are too many")
          .register(registry);
    }
    unmetered = count;
  }

  private LoadMeters<EndpointStatus> metersOf(EndpointStatus status) {
    Tags tags = Tags.of("app", status.app(), "endpoint", status.load().endpoint());
    return new LoadMeters<>(registry, BalancerMetrics.PREFIX + "endpoint.", tags, status)
        .counter("requests", "Requests sent to the endpoint", of -> of.load().requests())
        .counter("failures", "Attempts without a whole response", of -> of.load().failures())
        .gauge("concurrency", "Requests in flight, tunnels too", of -> of.load().concurrency())
        .gauge("tunnels", "Tunnels open now", of -> of.load().tunnels())
        .gauge("weight", "Its share of requests beside the others'", EndpointStatus::weight)
        .gauge("ejected", "1 while it gets no requests since it failed", of -> of.ejected() ? 1 : 0)
        .gauge("healthy", "0 while its health checks fail", of -> of.healthy() ? 1 : 0)
        .gauge("connections", "Connections open to it", EndpointStatus::connections)
        .gauge(
            "connections.idle",
            "HTTP/1.1 connections that wait for a request",
            EndpointStatus::idleConnections);
  }
}
