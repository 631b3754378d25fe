package io.scaledapp.balancer.trace.otlp;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.scaledapp.balancer.trace.AttemptSpan;
import io.scaledapp.balancer.trace.ReceivedRequest;
import io.scaledapp.balancer.trace.ReceivedRequest.Parent;
import io.scaledapp.balancer.trace.ServerSpan;
import java.time.Duration;

/** A request as OpenTelemetry's semantic conventions have it: "HTTP server span". */
final class RequestSpan implements ServerSpan {
  private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

  private final Tracer tracer;
  private final ReceivedRequest request;
  private final Span span;
  private double waited;
  private int status;
  private boolean failed;

  private RequestSpan(Tracer tracer, ReceivedRequest request, Span span) {
    this.tracer = tracer;
    this.request = request;
    this.span = span;
  }

  static RequestSpan start(Tracer tracer, ReceivedRequest request) {
    var builder =
        tracer
            .spanBuilder(name(request))
            .setSpanKind(SpanKind.SERVER)
            .setAttribute(Names.METHOD, method(request))
            .setAttribute(Names.PATH, request.path())
            .setAttribute(Names.SCHEME, request.scheme())
            .setAttribute(Names.CLIENT_ADDRESS, request.client())
            .setAttribute(Names.PEER_ADDRESS, request.peer())
            .setAttribute(Names.PROTOCOL_VERSION, request.version());
    if (!request.knownMethod()) {
      builder.setAttribute(Names.ORIGINAL_METHOD, request.method());
    }
    if (!request.userAgent().isEmpty()) {
      builder.setAttribute(Names.USER_AGENT, request.userAgent());
    }
    Server.of(request.authority()).describe(builder);
    Parent parent = request.parent();
    if (parent == null) {
      builder.setNoParent();
    } else {
      builder.setParent(Context.root().with(Span.wrap(remote(parent))));
    }
    return new RequestSpan(tracer, request, builder.startSpan());
  }

  /** What clients made up has no name of its own, or there would be as many as they like. */
  static String name(ReceivedRequest request) {
    return request.knownMethod() ? request.method() : "HTTP";
  }

  static String method(ReceivedRequest request) {
    return request.knownMethod() ? request.method() : "_OTHER";
  }

  private static SpanContext remote(Parent parent) {
    return SpanContext.createFromRemoteParent(
        parent.traceId(),
        parent.spanId(),
        TraceFlags.getSampled(),
        TraceStates.parse(parent.state()));
  }

  @Override
  public String traceId() {
    return span.getSpanContext().getTraceId();
  }

  @Override
  public String spanId() {
    return span.getSpanContext().getSpanId();
  }

  @Override
  public void app(String app) {
    span.setAttribute(Names.APP, app);
  }

  @Override
  public void waited(long nanos) {
    waited += nanos / NANOS_PER_SECOND;
    span.setAttribute(Names.QUEUE_WAIT, waited);
  }

  @Override
  public AttemptSpan attempt(Attempt attempt) {
    return ReplicaSpan.start(tracer, Context.root().with(span), request, attempt);
  }

  @Override
  public void answered(int status) {
    this.status = status;
    span.setAttribute(Names.STATUS, status);
  }

  @Override
  public void failed(String reason) {
    failed = true;
    span.setAttribute(Names.ERROR_TYPE, reason);
    span.setStatus(StatusCode.ERROR);
  }

  /** No fault of the server's, so the status stays unset as for 4xx. */
  @Override
  public void abandoned() {
    span.setAttribute(Names.ERROR_TYPE, "client_disconnected");
  }

  @Override
  public void end() {
    if (status >= 500 && !failed) {
      failed(Integer.toString(status));
    }
    span.end();
  }
}
