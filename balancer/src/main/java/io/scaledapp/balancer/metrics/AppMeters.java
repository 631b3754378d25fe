package io.scaledapp.balancer.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.scaledapp.balancer.control.AppLoad;

/** The load on one app. For one thread at a time. */
final class AppMeters {
  private final LoadMeters<AppLoad> meters;

  AppMeters(MeterRegistry registry, AppLoad load) {
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
  }

  void remove() {
    meters.remove();
  }
}
