package io.scaledapp.balancer.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.scaledapp.balancer.control.AppLoad;
import io.scaledapp.balancer.control.LoadReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * All meters of a balancer. Those of an app or an endpoint are gone soon after it is gone from the
 * load report, so there are never many more than what is served.
 *
 * <p>Answers may be recorded from any thread; reports come from one thread at a time. The registry
 * refers to the meters' sources weakly, so the caller has to keep this object.
 */
public final class BalancerMetrics implements RequestRecorder {
  static final String PREFIX = "scaledapp.balancer.";

  private final MeterRegistry registry;
  private final SpanMeters spans;
  private final EndpointMeters endpoints;
  private final CircuitMeters circuits;
  private final Map<String, AppMeters> load = new HashMap<>();
  private final ConcurrentHashMap<String, Counter> failures = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, AnswerMeters> answers = new ConcurrentHashMap<>();

  public BalancerMetrics(MeterRegistry registry) {
    this.registry = registry;
    spans = new SpanMeters(registry);
    endpoints = new EndpointMeters(registry);
    circuits = new CircuitMeters(registry);
  }

  /** Client connections open now come from here, read at each scrape on its thread. */
  public void clientConnections(IntSupplier open) {
    Gauge.builder(PREFIX + "client.connections", open::getAsInt)
        .description("Client connections open now")
        .register(registry);
  }

  /** Bytes that stored responses take come from here, read at each scrape on its thread. */
  public void cacheBytes(LongSupplier bytes) {
    Gauge.builder(PREFIX + "cache", bytes::getAsLong)
        .description("Bytes that stored responses of all apps take")
        .baseUnit("bytes")
        .register(registry);
  }

  /** The figures of the report are what the next scrape sees. */
  public synchronized void accept(LoadReport report) {
    Map<String, AppMeters> gone = new HashMap<>(load);
    for (AppLoad app : report.apps()) {
      gone.remove(app.app());
      load.computeIfAbsent(app.app(), name -> new AppMeters(registry, app)).accept(app);
    }
    load.keySet().removeAll(gone.keySet());
    gone.values().forEach(AppMeters::remove);
    forgetAnswersOfAppsNotIn(load.keySet());
  }

  @Override
  public void record(String app, int statusClass, long nanos) {
    answers(app).record(statusClass, nanos);
  }

  @Override
  public void failed(String reason) {
    failures
        .computeIfAbsent(
            reason,
            unknown ->
                Counter.builder(PREFIX + "failures")
                    .description("Requests and connections that were not served, or not to the end")
                    .tag("reason", reason)
                    .register(registry))
        .increment();
  }

  @Override
  public void accessLogLinesLost(int count) {
    Counter.builder(PREFIX + "access.log.lines.lost")
        .description("Lines of the access log that were not written")
        .register(registry)
        .increment(count);
  }

  @Override
  public void retried(String app) {
    answers(app).retried();
  }

  @Override
  public void ejected(String app) {
    answers(app).ejected();
  }

  @Override
  public void waited(String app, long nanos) {
    answers(app).waited(nanos);
  }

  @Override
  public void checked(String app, boolean passed) {
    answers(app).checked(passed);
  }

  @Override
  public synchronized void endpoints(List<EndpointStatus> all) {
    endpoints.accept(all);
  }

  @Override
  public synchronized void circuits(List<CircuitStatus> all) {
    circuits.accept(all);
  }

  @Override
  public void spansExported(int count) {
    spans.exported(count);
  }

  @Override
  public void spansLost(SpanLoss reason, int count) {
    spans.lost(reason, count);
  }

  @Override
  public void compressionRefused(String app) {
    answers(app).compressionRefused();
  }

  @Override
  public void cached(String app, CacheResult result) {
    answers(app).cached(result);
  }

  @Override
  public void passed(String app, Direction direction, int bytes) {
    answers(app).passed(direction, bytes);
  }

  private AnswerMeters answers(String app) {
    AnswerMeters known = answers.get(app);
    return known != null
        ? known
        : answers.computeIfAbsent(app, name -> new AnswerMeters(registry, name));
  }

  private void forgetAnswersOfAppsNotIn(Set<String> present) {
    for (String app : answers.keySet()) {
      // Within the map's lock: meters of the same name must not be made anew in between.
      answers.computeIfPresent(
          app, (name, meters) -> meters.outlives(present.contains(name)) ? meters : null);
    }
  }
}
