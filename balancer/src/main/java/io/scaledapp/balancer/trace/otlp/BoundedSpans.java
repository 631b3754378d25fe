package io.scaledapp.balancer.trace.otlp;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.scaledapp.balancer.metrics.RequestRecorder;
import io.scaledapp.balancer.metrics.RequestRecorder.SpanLoss;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Hands spans that ended to the SDK's batches while few wait, and counts those that are one too
 * many: a collector that is slow or gone costs no more memory than that. Any thread.
 */
final class BoundedSpans implements SpanProcessor {
  /** A few MiB at most; what OpenTelemetry's specification has as its default. */
  private static final int MAX_WAITING = 2048;

  private final BatchSpanProcessor batches;
  private final RequestRecorder recorder;

  /** Spans that ended and are neither sent nor lost. */
  private final AtomicInteger waiting;

  private volatile boolean closed;

  private BoundedSpans(
      BatchSpanProcessor batches, RequestRecorder recorder, AtomicInteger waiting) {
    this.batches = batches;
    this.recorder = recorder;
    this.waiting = waiting;
  }

  /** Has spans sent by {@code exporter}. */
  static BoundedSpans exporting(
      SpanExporter exporter, LongSupplier nanoTime, RequestRecorder recorder) {
    var waiting = new AtomicInteger();
    var counting = new CountingExporter(exporter, waiting, nanoTime, recorder);
    var batches = BatchSpanProcessor.builder(counting).setMaxQueueSize(MAX_WAITING).build();
    return new BoundedSpans(batches, recorder, waiting);
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (closed) {
      recorder.spansLost(SpanLoss.CLOSED, 1);
    } else if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      recorder.spansLost(SpanLoss.QUEUE_FULL, 1);
    } else {
      batches.onEnd(span);
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public CompletableResultCode forceFlush() {
    return batches.forceFlush();
  }

  @Override
  public CompletableResultCode shutdown() {
    closed = true;
    return batches.shutdown();
  }

  /** What still waits is not going to be sent. */
  void giveUp() {
    int lost = waiting.getAndSet(0);
    if (lost > 0) {
      recorder.spansLost(SpanLoss.CLOSED, lost);
    }
  }
}
