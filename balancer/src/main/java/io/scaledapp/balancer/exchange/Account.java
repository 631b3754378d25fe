package io.scaledapp.balancer.exchange;

import io.scaledapp.balancer.http1.Refusal;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.metrics.RequestRecorder;
import io.scaledapp.balancer.upstream.App;
import io.scaledapp.balancer.upstream.LoadMeter;
import org.jspecify.annotations.Nullable;

/** What one request counts for, from its head to its end. One object an exchange, used again. */
final class Account {
  private final Client client;
  private final Proxy proxy;
  private final RequestTrace trace;
  private final RequestLog log;
  private @Nullable App app;
  private @Nullable LoadMeter meter;
  private long startedAt;

  /** First digit of the status that the client got; 0 before it got one. */
  private int statusClass;

  Account(Client client, Proxy proxy, RequestTrace trace, RequestLog log) {
    this.client = client;
    this.proxy = proxy;
    this.trace = trace;
    this.log = log;
  }

  /** A request for {@code app} begins. */
  void begin(App app) {
    beginStored(app);
    meter = client.countFor(app);
    meter.begin(startedAt);
  }

  /** A request begins that the app's cache answers, which is no load. */
  void beginStored(App app) {
    this.app = app;
    trace.app(app.name());
    log.app(app.name());
    meter = null;
    startedAt = proxy.worker.nanoTime();
    statusClass = 0;
  }

  /** The client got a response with the status, or is going to. */
  void answered(int status) {
    statusClass = status / 100;
    trace.answered(status);
    log.answered(status);
  }

  /** The request could not wait, or no longer. */
  void refusedByQueue() {
    if (meter != null) {
      meter.refused();
    }
  }

  /** The request was in the queue for so long. */
  void waited(long nanos) {
    trace.waited(nanos);
    log.waited(nanos);
    if (app != null) {
      proxy.recorder.waited(app.name(), nanos);
    }
  }

  /** The request is tried once more. */
  void retried() {
    trace.retried();
    log.retried();
    if (app != null) {
      proxy.recorder.retried(app.name());
    }
  }

  /**
   * The balancer answers in the replica's place, or ends what the replica answered.
   *
   * @param request what was going to be sent
   */
  void failed(Refusal refusal, RequestRelay request) {
    log.failed(refusal);
    String name = app == null ? RequestRecorder.NO_APP : app.name();
    proxy.failures.failed(refusal, client.identity(), name, request::description);
  }

  /** A request is answered that no app has to do with. */
  void answeredWithoutApp(Refusal refusal, RequestHead head) {
    proxy.recorder.record(RequestRecorder.NO_APP, refusal.status() / 100, 0);
    proxy.failures.failed(refusal, client.identity(), head);
    trace.answered(refusal.status());
    trace.end();
  }

  /** A rule of the app's answers a request, which is no load then. */
  void answeredByRule(App app, Refusal refusal, RequestHead head) {
    proxy.recorder.record(app.name(), refusal.status() / 100, 0);
    if (!refusal.cause().isRedirection()) {
      proxy.failures.failed(refusal, client.identity(), app.name(), () -> Failures.request(head));
    }
    trace.app(app.name());
    trace.answered(refusal.status());
    trace.end();
  }

  /** The request is over; further calls count nothing. */
  void end() {
    if (app != null) {
      long now = proxy.worker.nanoTime();
      if (meter != null) {
        meter.end(now);
      }
      if (statusClass > 0) {
        proxy.recorder.record(app.name(), statusClass, now - startedAt);
      }
    }
    trace.end();
    app = null;
    meter = null;
    log.end();
  }
}
