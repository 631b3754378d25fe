package io.scaledapp.operator.program;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.scaledapp.balancer.program.ProcessMetrics;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppStatus;
import io.scaledapp.operator.app.Apps;
import java.util.ArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the program measures, for Prometheus. Any thread may scrape. */
public final class Metrics implements AutoCloseable {

  private final ProcessMetrics process = new ProcessMetrics();
  private final MeterRegistry registry = process.registry();
  private final MultiGauge wanted =
      MultiGauge.builder("scaledapp.replicas.desired")
          .description("Replicas that the autoscaler or a fixed count asks for")
          .register(registry);
  private final MultiGauge present =
      MultiGauge.builder("scaledapp.replicas")
          .description("Replicas that there are, in whatever state")
          .register(registry);
  private final MultiGauge ready =
      MultiGauge.builder("scaledapp.replicas.ready")
          .description("Replicas that pass their readiness probe")
          .register(registry);

  /** Where meters are registered. */
  public MeterRegistry registry() {
    return registry;
  }

  /** The text of this moment. */
  public synchronized String scrape(Apps apps) {
    var list = apps.list();
    set(wanted, list, ScaledAppStatus::desiredReplicas);
    set(present, list, ScaledAppStatus::replicas);
    set(ready, list, ScaledAppStatus::readyReplicas);
    return process.scrape();
  }

  @Override
  public void close() {
    process.close();
  }

  private static Tags tags(ScaledApp app) {
    var metadata = app.getMetadata();
    var namespace = metadata.getNamespace() == null ? "default" : metadata.getNamespace();
    return Tags.of("namespace", namespace, "app", metadata.getName());
  }

  private static void set(
      MultiGauge gauge,
      Iterable<ScaledApp> apps,
      Function<ScaledAppStatus, @Nullable Integer> count) {
    var rows = new ArrayList<Row<?>>();
    for (var app : apps) {
      var status = app.getStatus();
      var value = status == null ? null : count.apply(status);
      if (value != null) {
        rows.add(Row.of(tags(app), value));
      }
    }
    gauge.register(rows, true);
  }
}
