package io.scaledapp.balancer.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Answers the kubelet's probes and Prometheus: {@code /healthz/live}, {@code /healthz/ready} and
 * {@code /metrics}, by GET, with nothing in them that is secret. Each request has a virtual thread
 * of its own.
 */
public final class ProbePort implements AutoCloseable {
  private static final int BACKLOG = 64;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private ProbePort(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
  }

  /**
   * Begins to answer.
   *
   * @param live whether all is as it should be; a program that is not gets restarted
   * @param ready whether the program is of use now
   * @param metrics in Prometheus' text format
   * @throws IOException if the address cannot be listened on, with the address and the reason
   */
  public static ProbePort open(
      InetSocketAddress address,
      BooleanSupplier live,
      BooleanSupplier ready,
      Supplier<String> metrics)
      throws IOException {
    HttpServerLimits.set();
    var port = new ProbePort(listen(address));
    port.server.createContext("/", exchange -> answer(exchange, live, ready, metrics));
    port.server.start();
    return port;
  }

  private static HttpServer listen(InetSocketAddress address) throws IOException {
    try {
      return HttpServer.create(address, BACKLOG);
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on %s for probes: %s; stop what listens there, or choose another address"
              .formatted(address, e.getMessage()),
          e);
    }
  }

  /** The port that is listened on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Frees the port and cuts what is open. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static void answer(
      HttpExchange exchange, BooleanSupplier live, BooleanSupplier ready, Supplier<String> metrics)
      throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
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
