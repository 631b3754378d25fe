package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.HttpConnection;
import io.scaledapp.e2e.cluster.Installation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Clients of one app that try once more, at once and over a new connection, when theirs was reset
 * or refused: from outside over kept connections and over new ones, and both from another pod.
 */
final class RetryingClients implements AutoCloseable {

  /**
   * Each is with either balancer by chance, so that 24 have none with the one that is killed once
   * in 16 million runs.
   */
  private static final int KEPT = 24;

  private static final int NEW = 4;

  /** Between two requests: all kinds together ask for some thousand requests a second. */
  private static final Duration PAUSE_OF_KEPT = Duration.ofMillis(40);

  private static final Duration PAUSE_OF_NEW = Duration.ofMillis(5);

  /** What a balancer takes to be restarted, and to get its table, is well below. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final InetSocketAddress address;
  private final String host;
  private final PodClient inCluster;
  private final ExecutorService outside = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong retries = new AtomicLong();
  private final AtomicLong longestNanos = new AtomicLong();
  private volatile boolean stopped;

  static RetryingClients start(Installation installation, ClusterApp app) throws IOException {
    var clients = new RetryingClients(installation, app);
    for (var i = 0; i < KEPT; i++) {
      var unused = clients.outside.submit(() -> clients.ask(true));
    }
    for (var i = 0; i < NEW; i++) {
      var unused = clients.outside.submit(() -> clients.ask(false));
    }
    return clients;
  }

  private RetryingClients(Installation installation, ClusterApp app) throws IOException {
    this.address = installation.address();
    this.host = app.host();
    this.inCluster = PodClient.startRetrying(installation.cluster(), app);
  }

  private void ask(boolean keep) {
    HttpConnection connection = null;
    while (!stopped) {
      var begun = System.nanoTime();
      try {
        connection = askOver(connection, keep);
      } catch (IOException reset) {
        retries.incrementAndGet();
        connection = askAgain(reset, keep);
      }
      longestNanos.accumulateAndGet(System.nanoTime() - begun, Math::max);
      Await.pause(keep ? PAUSE_OF_KEPT : PAUSE_OF_NEW);
    }
    close(connection);
  }

  private @Nullable HttpConnection askAgain(IOException reset, boolean keep) {
    try {
      return askOver(null, keep);
    } catch (IOException again) {
      failures.add(reset + ", and again " + again);
      return null;
    }
  }

  /** The connection for the next request; null if it takes another one. */
  private @Nullable HttpConnection askOver(@Nullable HttpConnection open, boolean keep)
      throws IOException {
    var connection = open == null ? new HttpConnection(address) : open;
    try {
      var response = connection.get(host, "/");
      if (response.status() != 200) {
        failures.add(response.toString());
      }
      if (keep && !"close".equalsIgnoreCase(response.headers().get("connection"))) {
        return connection;
      }
    } catch (IOException e) {
      close(connection);
      throw e;
    }
    close(connection);
    return null;
  }

  private static void close(@Nullable HttpConnection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (IOException alreadyReset) {
      // It is of no use any more.
    }
  }

  /**
   * No second try may have failed nor waited for long, and some first ones must have failed, or
   * nothing was tested.
   */
  void assertOneRetryWasEnough() {
    assertThat(inCluster.failures()).as("by the app's name, from another pod").isEmpty();
    stopped = true;
    assertThat(failures).as("from outside").isEmpty();
    assertThat(retries).as("tries that failed from outside").hasPositiveValue();
    assertThat(inCluster.longestWait()).as("from another pod").isLessThan(PATIENCE);
    assertThat(Duration.ofNanos(longestNanos.get())).as("from outside").isLessThan(PATIENCE);
  }

  @Override
  public void close() {
    stopped = true;
    outside.shutdown();
  }
}
