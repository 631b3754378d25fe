package io.scaledapp.balancer.trace.otlp;

import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.scaledapp.balancer.metrics.RequestRecorder;
import io.scaledapp.balancer.metrics.RequestRecorder.SpanLoss;
import io.scaledapp.balancer.program.SampledLog;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what is sent and what is lost on the way, and says now and then why. */
final class CountingExporter implements SpanExporter {
  private static final Logger log = LoggerFactory.getLogger(CountingExporter.class);
  private static final Duration LOG_EVERY = Duration.ofMinutes(1);

  private final SpanExporter exporter;
  private final AtomicInteger waiting;
  private final RequestRecorder recorder;
  private final SampledLog failures;

  /**
   * @param waiting spans that are neither sent nor lost
   */
  CountingExporter(
      SpanExporter exporter,
      AtomicInteger waiting,
      LongSupplier nanoTime,
      RequestRecorder recorder) {
    this.exporter = exporter;
    this.waiting = waiting;
    this.recorder = recorder;
    failures = new SampledLog(nanoTime, LOG_EVERY);
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    // The collection is used again for the next batch.
    int count = spans.size();
    CompletableResultCode result = exporter.export(spans);
    return result.whenComplete(() -> exported(count, result));
  }

  private void exported(int count, CompletableResultCode result) {
    waiting.addAndGet(-count);
    if (result.isSuccess()) {
      recorder.spansExported(count);
    } else {
      recorder.spansLost(SpanLoss.EXPORT_FAILED, count);
      failures.happened(untold -> tell(count, untold, result.getFailureThrowable()));
    }
  }

  /** Of a reason its own words alone: what was sent may hold secrets. */
  private static void tell(int count, long untold, @Nullable Throwable reason) {
    log.atWarn()
        .addKeyValue("spans", count)
        .addKeyValue("failuresSinceLastTold", untold)
        .addKeyValue("reason", words(reason))
        .log("spans could not be sent to the collector");
  }

  private static String words(@Nullable Throwable reason) {
    if (reason instanceof HttpExportException failure && failure.failedWithResponse()) {
      return "it answered with status " + failure.getResponse().getStatusCode();
    }
    var cause = reason == null ? null : reason.getCause();
    return String.valueOf(cause == null ? reason : cause);
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
