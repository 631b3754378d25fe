package io.scaledapp.balancer.trace.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.scaledapp.balancer.metrics.RequestRecorder;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BoundedSpansTest {
  private static final int BOUND = 2048;

  private final Map<RequestRecorder.SpanLoss, Integer> lost =
      new EnumMap<>(RequestRecorder.SpanLoss.class);
  private int exported;

  private final RequestRecorder recorder =
      new RequestRecorder() {
        @Override
        public void record(String app, int statusClass, long nanos) {}

        @Override
        public synchronized void spansExported(int count) {
          exported += count;
        }

        @Override
        public synchronized void spansLost(SpanLoss reason, int count) {
          lost.merge(reason, count, Integer::sum);
        }
      };

  /** Takes all, and is done with it when it is told. */
  private static final class Collector implements SpanExporter {
    private final CompletableResultCode done = new CompletableResultCode();

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      return done;
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  @Test
  void whatTheCollectorDoesNotTakeIsBoundedAndCounted() {
    var collector = new Collector();
    var spans = BoundedSpans.exporting(collector, System::nanoTime, recorder);
    try (var provider = SdkTracerProvider.builder().addSpanProcessor(spans).build()) {
      var tracer = provider.get("test");
      for (int i = 0; i < BOUND + 100; i++) {
        tracer.spanBuilder("span").startSpan().end();
      }
      assertThat(lost).containsExactly(Map.entry(RequestRecorder.SpanLoss.QUEUE_FULL, 100));
      collector.done.succeed();
      provider.forceFlush().join(10, TimeUnit.SECONDS);
      assertThat(exported).isEqualTo(BOUND);
      spans.shutdown().join(10, TimeUnit.SECONDS);
      tracer.spanBuilder("late").startSpan().end();
      assertThat(lost).containsEntry(RequestRecorder.SpanLoss.CLOSED, 1);
    }
  }

  @Test
  void whatIsStillWaitingAtTheEndCountsAsLost() {
    var spans = BoundedSpans.exporting(new Collector(), System::nanoTime, recorder);
    try (var provider = SdkTracerProvider.builder().addSpanProcessor(spans).build()) {
      provider.get("test").spanBuilder("span").startSpan().end();
      var unused = spans.shutdown().join(10, TimeUnit.MILLISECONDS);
      spans.giveUp();
      assertThat(lost).containsExactly(Map.entry(RequestRecorder.SpanLoss.CLOSED, 1));
    }
  }
}
