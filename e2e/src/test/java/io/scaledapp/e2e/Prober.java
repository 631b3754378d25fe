package io.scaledapp.e2e;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends requests without a pause over a fixed number of keep-alive connections, and remembers every
 * one that did not get a whole 200. A connection that the balancer closes with {@code Connection:
 * close} is opened again; any other end of it is a failure.
 */
public final class Prober implements AutoCloseable {

  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong answered = new AtomicLong();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final InetSocketAddress address;
  private final String host;
  private final String path;
  private volatile boolean stopped;

  public static Prober start(int port, String host, String path, int connections) {
    return start(new InetSocketAddress("127.0.0.1", port), host, path, connections);
  }

  public static Prober start(InetSocketAddress address, String host, String path, int connections) {
    var prober = new Prober(address, host, path);
    for (var i = 0; i < connections; i++) {
      var unused = prober.clients.submit(prober::probe);
    }
    return prober;
  }

  private Prober(InetSocketAddress address, String host, String path) {
    this.address = address;
    this.host = host;
    this.path = path;
  }

  public long answered() {
    return answered.get();
  }

  /** Ends the probing after the requests in flight; what failed, in words. */
  public Queue<String> stop() throws InterruptedException {
    stopped = true;
    clients.shutdown();
    if (!clients.awaitTermination(60, TimeUnit.SECONDS)) {
      failures.add("a request had no end within 60 s");
    }
    return failures;
  }

  private void probe() {
    while (!stopped) {
      try (var connection = new HttpConnection(address)) {
        while (!stopped && requestOn(connection)) {}
      } catch (IOException | RuntimeException e) {
        failures.add(e.toString());
        // A balancer that is down must not fill the memory with failures.
        Await.pause(Duration.ofMillis(20));
      }
    }
  }

  private boolean requestOn(HttpConnection connection) throws IOException {
    var response = connection.get(host, path);
    if (response.status() == 200) {
      answered.incrementAndGet();
    } else {
      failures.add(response.toString());
    }
    return !"close".equalsIgnoreCase(response.headers().get("connection"));
  }

  @Override
  public void close() {
    stopped = true;
    clients.shutdownNow();
  }
}
