package io.scaledapp.operator.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a request pass to its resource when the guard does, and writes the answer. */
final class GuardedHandler implements HttpHandler {

  private static final Logger log = LoggerFactory.getLogger(GuardedHandler.class);

  private final Guard guard;
  private final boolean needsToken;
  private final Resource resource;

  GuardedHandler(Guard guard, boolean needsToken, Resource resource) {
    this.guard = guard;
    this.needsToken = needsToken;
    this.resource = resource;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var answer = answer(exchange);
      if (answer != null) {
        write(exchange, answer);
      }
    }
  }

  private @Nullable Answer answer(HttpExchange exchange) throws IOException {
    var refused = guard.refuse(exchange.getRequestHeaders(), needsToken);
    if (refused != null) {
      return refused;
    }
    try {
      return resource.answer(exchange);
    } catch (RequestException e) {
      return e.answer();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.problem(503, "Service Unavailable", "the program ends");
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("path", exchange.getRequestURI().getPath())
          .setCause(e)
          .log("an admin request failed");
      return Answer.problem(500, "Internal Server Error", "see the program's own log");
    }
  }

  private static void write(HttpExchange exchange, Answer answer) throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    // An answer is for the program that asked: never kept, never taken for a page.
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    var isHead = exchange.getRequestMethod().equals("HEAD");
    var length = answer.body().length;
    exchange.sendResponseHeaders(answer.status(), isHead || length == 0 ? -1 : length);
    if (!isHead && length > 0) {
      exchange.getResponseBody().write(answer.body());
    }
  }
}
