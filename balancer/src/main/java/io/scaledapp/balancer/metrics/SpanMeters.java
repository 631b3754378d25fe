package io.scaledapp.balancer.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.scaledapp.balancer.metrics.RequestRecorder.SpanLoss;
import java.util.Locale;

/** What becomes of spans; nothing is registered before there is one. Any thread. */
final class SpanMeters {
  private final MeterRegistry registry;

  SpanMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void exported(int count) {
    Counter.builder(BalancerMetrics.PREFIX + "spans.exported")
        .description("Spans sent to the collector")
        .register(registry)
        .increment(count);
  }

  void lost(SpanLoss reason, int count) {
    Counter.builder(BalancerMetrics.PREFIX + "spans.lost")
        .description("Spans that were not sent to the collector")
        .tag("reason", reason.name().toLowerCase(Locale.ROOT))
        .register(registry)
        .increment(count);
  }
}
