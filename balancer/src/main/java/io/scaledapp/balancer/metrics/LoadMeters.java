package io.scaledapp.balancer.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Meters that show the latest of a kind of record, until they are removed together.
 *
 * @param <T> the record
 */
final class LoadMeters<T> {
  private final MeterRegistry registry;
  private final String prefix;
  private final Tags tags;
  private final List<Meter> meters = new ArrayList<>();
  private volatile T latest;

  LoadMeters(MeterRegistry registry, String prefix, Tags tags, T latest) {
    this.registry = registry;
    this.prefix = prefix;
    this.tags = tags;
    this.latest = latest;
  }

  LoadMeters<T> gauge(String name, String description, ToDoubleFunction<T> value) {
    meters.add(
        Gauge.builder(prefix + name, this, load -> value.applyAsDouble(load.latest))
            .description(description)
            .tags(tags)
            .register(registry));
    return this;
  }

  LoadMeters<T> counter(String name, String description, ToDoubleFunction<T> value) {
    meters.add(
        FunctionCounter.builder(prefix + name, this, load -> value.applyAsDouble(load.latest))
            .description(description)
            .tags(tags)
            .register(registry));
    return this;
  }

  void show(T load) {
    latest = load;
  }

  void remove() {
    meters.forEach(registry::remove);
  }

  /** Removes those whose keys are not present any more. */
  static <K, T> void retain(Map<K, LoadMeters<T>> all, Set<K> present) {
    all.entrySet()
        .removeIf(
            entry -> {
              boolean gone = !present.contains(entry.getKey());
              if (gone) {
                entry.getValue().remove();
              }
              return gone;
            });
  }
}
