package io.scaledapp.balancer.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Meters of each circuit breaker, which go with it. For one thread at a time. */
final class CircuitMeters {
  private final MeterRegistry registry;
  private final Map<String, LoadMeters<CircuitStatus>> meters = new HashMap<>();

  CircuitMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void accept(List<CircuitStatus> all) {
    LoadMeters.retain(meters, all.stream().map(CircuitStatus::app).collect(Collectors.toSet()));
    for (CircuitStatus status : all) {
      meters.computeIfAbsent(status.app(), app -> metersOf(status)).show(status);
    }
  }

  private LoadMeters<CircuitStatus> metersOf(CircuitStatus status) {
    return new LoadMeters<>(
            registry, BalancerMetrics.PREFIX + "circuit.", Tags.of("app", status.app()), status)
        .gauge(
            "state",
            "0 while all requests are let through, 1 while a few try, 2 while none is",
            of -> of.state().ordinal())
        .counter("openings", "How often the circuit opened", CircuitStatus::openings);
  }
}
