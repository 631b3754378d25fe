package io.scaledapp.balancer.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.scaledapp.balancer.control.AppLoad;
import io.scaledapp.balancer.control.EndpointLoad;
import java.util.HashMap;
import java.util.Map;

/** The load on one app and on each of its endpoints. For one thread at a time. */
final class AppMeters {
  private final MeterRegistry registry;
  private final LoadMeters<AppLoad> meters;
  private final Map<String, LoadMeters<EndpointLoad>> endpoints = new HashMap<>();

  AppMeters(MeterRegistry registry, AppLoad load) {
    this.registry = registry;
    meters =
        new LoadMeters<>(registry, BalancerMetrics.PREFIX, Tags.of("app", load.app()), load)
            .counter("requests", "Requests routed to the app", AppLoad::requests)
            .counter("refused", "Requests the queue had no place or time for", AppLoad::refused)
            .gauge("concurrency", "Requests in flight, waiting ones too", AppLoad::concurrency)
            .gauge("queued", "Requests that wait for an endpoint", AppLoad::queued)
            .gauge("connections", "Client connections last used for the app", AppLoad::connections);
  }

  void accept(AppLoad load) {
    meters.show(load);
    Map<String, LoadMeters<EndpointLoad>> gone = new HashMap<>(endpoints);
    for (EndpointLoad endpoint : load.endpoints()) {
      gone.remove(endpoint.endpoint());
      endpoints
          .computeIfAbsent(endpoint.endpoint(), id -> endpointMeters(load.app(), endpoint))
          .show(endpoint);
    }
    endpoints.keySet().removeAll(gone.keySet());
    gone.values().forEach(LoadMeters::remove);
  }

  void remove() {
    meters.remove();
    endpoints.values().forEach(LoadMeters::remove);
  }

  private LoadMeters<EndpointLoad> endpointMeters(String app, EndpointLoad load) {
    Tags tags = Tags.of("app", app, "endpoint", load.endpoint());
    return new LoadMeters<>(registry, BalancerMetrics.PREFIX + "endpoint.", tags, load)
        .counter("requests", "Requests sent to the endpoint", EndpointLoad::requests)
        .counter("failures", "Attempts without a whole response", EndpointLoad::failures)
        .gauge("concurrency", "Requests in flight, tunnels too", EndpointLoad::concurrency)
        .gauge("tunnels", "Tunnels open now", EndpointLoad::tunnels);
  }
}
