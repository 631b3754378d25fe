package io.scaledapp.operator.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Answers the kubelet's probes and Prometheus: {@code /healthz/live}, {@code /healthz/ready} and
 * {@code /metrics}, by GET, with nothing in them that is secret.
 */
final class ProbePort implements AutoCloseable {

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;

  private final HttpServer server;

  private ProbePort(HttpServer server) {
    this.server = server;
  }

  /**
   * Begins to answer.
   *
   * @param live whether all is as it should be; a program that is not gets restarted
   * @throws IOException if the address cannot be listened on
   */
  static ProbePort open(
      InetSocketAddress address,
      BooleanSupplier live,
      BooleanSupplier ready,
      Supplier<String> metrics)
      throws IOException {
    var server = listen(address);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> answer(exchange, live, ready, metrics));
    server.start();
    return new ProbePort(server);
  }

  private static HttpServer listen(InetSocketAddress address) throws IOException {
    try {
      return HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new IOException(
          "cannot listen for probes on port %d: %s; choose another with --admin-port"
              .formatted(address.getPort(), e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static void answer(
      HttpExchange exchange, BooleanSupplier live, BooleanSupplier ready, Supplier<String> metrics)
      throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("GET")) {
        send(exchange, METHOD_NOT_ALLOWED, "only GET is answered here\n");
        return;
      }
      switch (exchange.getRequestURI().getPath()) {
        case "/healthz/live" -> send(exchange, live.getAsBoolean());
        case "/healthz/ready" -> send(exchange, ready.getAsBoolean());
        case "/metrics" -> send(exchange, OK, metrics.get());
        default -> send(exchange, NOT_FOUND, "/healthz/live, /healthz/ready or /metrics\n");
      }
    }
  }

  private static void send(HttpExchange exchange, boolean well) throws IOException {
    send(exchange, well ? OK : UNAVAILABLE, well ? "ok\n" : "not ready\n");
  }

  private static void send(HttpExchange exchange, int code, String text) throws IOException {
    var bytes = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
