package io.scaledapp.operator.admin;

import com.sun.net.httpserver.HttpExchange;
import java.util.function.Supplier;

/** The metrics as Prometheus scrapes them. */
final class MetricsResource implements Resource {

  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Supplier<String> metrics;

  MetricsResource(Supplier<String> metrics) {
    this.metrics = metrics;
  }

  @Override
  public Answer answer(HttpExchange request) {
    return Requests.only(request, "GET, HEAD")
        .orElseGet(() -> Answer.of(200, CONTENT_TYPE, metrics.get()));
  }
}
