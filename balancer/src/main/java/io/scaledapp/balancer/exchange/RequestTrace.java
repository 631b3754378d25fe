package io.scaledapp.balancer.exchange;

import io.scaledapp.balancer.control.AppRoute.Protocol;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.trace.AttemptSpan;
import io.scaledapp.balancer.trace.ServerSpan;
import io.scaledapp.balancer.trace.ServerSpan.Attempt;
import io.scaledapp.balancer.trace.TraceLine;
import io.scaledapp.balancer.trace.TraceParent;
import io.scaledapp.balancer.trace.Tracer;
import io.scaledapp.balancer.upstream.ResponseHandler.Loss;
import io.scaledapp.balancer.upstream.UpstreamEndpoint;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a request belongs to: what its replica is told of it, and its spans if it is
 * recorded. Without a tracer every call ends at once. One object an exchange, used again.
 */
final class RequestTrace {
  private static final String TIMEOUT = "timeout";

  /** Made for the first request that is traced. */
  private @Nullable TraceLine reusable;

  private @Nullable TraceLine line;
  private @Nullable ServerSpan span;
  private @Nullable AttemptSpan attempt;
  private @Nullable String failure;
  private int attempts;
  private boolean answered;

  /**
   * A request begins.
   *
   * @param tracer null where there is no tracing, and what clients say of theirs just passes
   */
  void begin(@Nullable Tracer tracer, RequestHead head, Client client) {
    if (tracer == null) {
      line = null;
    } else {
      line = trace(tracer, head, client);
    }
  }

  private TraceLine trace(Tracer tracer, RequestHead head, Client client) {
    TraceLine line = reusable == null ? new TraceLine() : reusable;
    reusable = line;
    int field = head.traceparentField();
    int start = field < 0 ? 0 : head.valueStart(field);
    int flags =
        field < 0
            ? TraceParent.INVALID
            : TraceParent.flags(head.bytes(), start, head.valueEnd(field));
    boolean sampled;
    if (flags == TraceParent.INVALID) {
      sampled = tracer.sampling().begins(ThreadLocalRandom.current().nextDouble());
      flags = TraceParent.RANDOM;
      line.beginTrace();
    } else {
      sampled = tracer.sampling().continues(flags, client.identity().isTrusted());
      flags &= TraceParent.RANDOM;
      line.continueTrace(head.bytes(), start);
    }
    line.flags(sampled ? flags | TraceParent.SAMPLED : flags);
    line.span();
    if (sampled) {
      record(tracer, head, client, line);
    }
    return line;
  }

  private void record(Tracer tracer, RequestHead head, Client client, TraceLine line) {
    boolean begins = line.beginsTrace();
    var span = tracer.start(client.identity().describe(head, client.version(head), !begins));
    if (begins) {
      line.beginTrace(span.traceId());
    }
    line.span(span.spanId());
    this.span = span;
    attempts = 0;
    failure = null;
    answered = false;
  }

  /** What the replica is told; null where there is no tracing. */
  @Nullable TraceLine line() {
    return line;
  }

  /** The app that the request is for. */
  void app(String name) {
    if (span != null) {
      span.app(name);
    }
  }

  /** The request was in the queue for so long. */
  void waited(long nanos) {
    if (span != null) {
      span.waited(nanos);
    }
  }

  /** The request has a place on an endpoint. */
  void attempts(UpstreamEndpoint endpoint, Protocol protocol) {
    ServerSpan span = this.span;
    TraceLine line = this.line;
    if (span == null || line == null) {
      return;
    }
    String version = protocol == Protocol.HTTP2 ? "2" : "1.1";
    AttemptSpan attempt =
        span.attempt(
            new Attempt(attempts++, endpoint.id(), endpoint.host(), endpoint.port(), version));
    this.attempt = attempt;
    line.span(attempt.spanId());
  }

  /** The request is about to be sent to where the latest attempt leads. */
  void sends(RequestRelay request) {
    if (span != null && line != null) {
      request.renew(line);
    }
  }

  /** The replica answers with the status. */
  void replied(int status) {
    if (attempt != null) {
      attempt.answered(status);
    }
  }

  /** The replica gave no whole answer. */
  void lost(Loss loss) {
    if (span != null) {
      failed(loss.name().toLowerCase(Locale.ROOT));
    }
  }

  /** The replica gave no answer in time. */
  void timedOut() {
    if (span != null) {
      failed(TIMEOUT);
    }
  }

  private void failed(String reason) {
    failure = reason;
    if (attempt != null) {
      attempt.failed(reason);
    }
  }

  /** The request is tried once more. */
  void retried() {
    failure = null;
    endAttempt();
  }

  /** The client got a response with the status, or is going to. */
  void answered(int status) {
    if (span != null) {
      answered = true;
      span.answered(status);
    }
  }

  /** The request is over; further calls do nothing. */
  void end() {
    ServerSpan span = this.span;
    if (span == null) {
      return;
    }
    endAttempt();
    if (failure != null) {
      span.failed(failure);
    } else if (!answered) {
      span.abandoned();
    }
    span.end();
    this.span = null;
  }

  private void endAttempt() {
    if (attempt != null) {
      attempt.end();
      attempt = null;
    }
  }
}
