package io.scaledapp.balancer.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Meters of each circuit breaker, which go with it. For one thread at a time. */
final class CircuitMeters {
  private final MeterRegistry registry;
  private final Map<String, LoadMeters<CircuitStatus>> meters = new HashMap<>();

  CircuitMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void accept(List<CircuitStatus> all) {
    var gone = new HashSet<>(meters.keySet());
    for (CircuitStatus status : all) {
      gone.remove(status.app());
      meters.computeIfAbsent(status.app(), app -> metersOf(status)).show(status);
    }
    for (String app : gone) {
      var former = meters.remove(app);
      if (former != null) {
        former.remove();
      }
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
