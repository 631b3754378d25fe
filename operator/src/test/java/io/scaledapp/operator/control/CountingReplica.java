package io.scaledapp.operator.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.scaledapp.balancer.control.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A replica that takes some time for each request, and counts how many it has at once. */
final class CountingReplica implements AutoCloseable {
  private static final Duration WORK = Duration.ofMillis(4);

  final AtomicInteger most = new AtomicInteger();
  final AtomicInteger answers = new AtomicInteger();
  private final AtomicInteger present = new AtomicInteger();
  private final HttpServer server;

  CountingReplica() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  Endpoint endpoint() {
    int port = server.getAddress().getPort();
    return new Endpoint("replica-" + port, "127.0.0.1", port, 1, Endpoint.State.READY);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      most.accumulateAndGet(present.incrementAndGet(), Math::max);
      LockSupport.parkNanos(WORK.toNanos());
      // Before the answer: the balancer may send the next request as soon as it has that.
      present.decrementAndGet();
      exchange.sendResponseHeaders(200, 2);
      exchange.getResponseBody().write("ok".getBytes(UTF_8));
      answers.incrementAndGet();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
