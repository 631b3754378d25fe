package io.scaledapp.balancer.trace.otlp;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.scaledapp.balancer.trace.AttemptSpan;
import io.scaledapp.balancer.trace.ReceivedRequest;
import io.scaledapp.balancer.trace.ServerSpan.Attempt;

/** An attempt as OpenTelemetry's semantic conventions have it: "HTTP client span". */
final class ReplicaSpan implements AttemptSpan {
  private final Span span;

  private ReplicaSpan(Span span) {
    this.span = span;
  }

  /**
   * @param parent with the request's span, under which all its attempts are
   */
  static ReplicaSpan start(
      Tracer tracer, Context parent, ReceivedRequest request, Attempt attempt) {
    var host = attempt.host().contains(":") ? "[" + attempt.host() + "]" : attempt.host();
    var builder =
        tracer
            .spanBuilder(RequestSpan.name(request))
            .setParent(parent)
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(Names.METHOD, RequestSpan.method(request))
            .setAttribute(Names.URL, "http://" + host + ":" + attempt.port() + request.path())
            .setAttribute(Names.SERVER_ADDRESS, attempt.host())
            .setAttribute(Names.SERVER_PORT, attempt.port())
            .setAttribute(Names.PROTOCOL_VERSION, attempt.version())
            .setAttribute(Names.ENDPOINT, attempt.endpoint());
    if (!request.knownMethod()) {
      builder.setAttribute(Names.ORIGINAL_METHOD, request.method());
    }
    if (attempt.number() > 0) {
      builder.setAttribute(Names.RESEND_COUNT, attempt.number());
    }
    return new ReplicaSpan(builder.startSpan());
  }

  @Override
  public String spanId() {
    return span.getSpanContext().getSpanId();
  }

  /** To who sent the request, a 4xx is a failure too. */
  @Override
  public void answered(int status) {
    span.setAttribute(Names.STATUS, status);
    if (status >= 400) {
      failed(Integer.toString(status));
    }
  }

  @Override
  public void failed(String reason) {
    span.setAttribute(Names.ERROR_TYPE, reason);
    span.setStatus(StatusCode.ERROR);
  }

  @Override
  public void end() {
    span.end();
  }
}
