package io.scaledapp.balancer;

import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.balancer.control.PortFailure;
import io.scaledapp.balancer.metrics.RequestRecorder;
import io.scaledapp.balancer.upstream.Apps;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the load at a steady pace, and at once when asked to. Any thread. */
final class LoadReporter {
  private static final Logger log = LoggerFactory.getLogger(LoadReporter.class);

  /** A thousand requests without an endpoint are one reason to report, not a thousand. */
  private static final Duration COALESCE = Duration.ofMillis(10);

  private final BalancerOptions options;
  private final Apps apps;
  private final LongSupplier nanoTime;
  private final Consumer<LoadReport> reports;
  private final RequestRecorder recorder;
  private final String incarnation = UUID.randomUUID().toString();
  private final long started;
  private volatile Supplier<List<PortFailure>> portFailures = List::of;
  private final AtomicBoolean soon = new AtomicBoolean();
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("scaledapp-load-report").daemon().factory());

  LoadReporter(
      BalancerOptions options,
      Apps apps,
      LongSupplier nanoTime,
      Consumer<LoadReport> reports,
      RequestRecorder recorder) {
    this.options = options;
    this.apps = apps;
    this.nanoTime = nanoTime;
    this.reports = reports;
    this.recorder = recorder;
    started = nanoTime.getAsLong();
  }

  /**
   * Begins to tell.
   *
   * @param portFailures the ports that are not listened on at the moment of the call
   */
  void start(Supplier<List<PortFailure>> portFailures) {
    this.portFailures = portFailures;
    long period = options.reportEvery().toNanos();
    var unused = executor.scheduleAtFixedRate(this::tell, period, period, TimeUnit.NANOSECONDS);
  }

  /** Reports within 10 ms; further calls until then ask for the same report. */
  void reportSoon() {
    if (soon.compareAndSet(false, true)) {
      try {
        var unused = executor.schedule(this::tellSoon, COALESCE.toNanos(), TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        log.atDebug().log("no report: the balancer is closed");
      }
    }
  }

  LoadReport report() {
    long now = nanoTime.getAsLong();
    return new LoadReport(
        options.name(), incarnation, now - started, apps.load(now), portFailures.get());
  }

  void close() {
    executor.shutdownNow();
  }

  private void tellSoon() {
    soon.set(false);
    tell();
  }

  private void tell() {
    try {
      recorder.endpoints(apps.endpoints());
      recorder.circuits(apps.circuits());
      reports.accept(report());
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("the listener for load reports failed; reports go on");
    }
  }
}
