package io.scaledapp.balancer.trace.otlp;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a Tracestate field says, by the library's own reader of both fields. */
final class TraceStates {
  private static final String ANY_PARENT =
      "00-11111111111111111111111111111111-1111111111111111-01";

  private static final TextMapGetter<String> FIELDS =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String state) {
          return List.of("traceparent", "tracestate");
        }

        @Override
        public @Nullable String get(@Nullable String state, String name) {
          return name.equals("traceparent") ? ANY_PARENT : state;
        }
      };

  private TraceStates() {}

  /** Empty if it is not valid. */
  static TraceState parse(String state) {
    if (state.isEmpty()) {
      return TraceState.getDefault();
    }
    var context = W3CTraceContextPropagator.getInstance().extract(Context.root(), state, FIELDS);
    return Span.fromContext(context).getSpanContext().getTraceState();
  }
}
