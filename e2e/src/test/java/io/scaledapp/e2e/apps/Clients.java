package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.HttpConnection;
import io.scaledapp.e2e.Prober;
import io.scaledapp.e2e.cluster.Installation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * All kinds of clients of one app at once: from outside over kept connections and over new ones,
 * and both from another pod.
 */
final class Clients implements AutoCloseable {

  private static final int KEPT_CONNECTIONS = 8;

  private final Prober kept;
  private final PodClient inCluster;
  private final ExecutorService fresh = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<String> freshFailures = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;

  static Clients start(Installation installation, ClusterApp app) throws IOException {
    return new Clients(installation, app);
  }

  private Clients(Installation installation, ClusterApp app) throws IOException {
    inCluster = PodClient.start(installation.cluster(), app);
    kept = app.probe("/slow?ms=20", KEPT_CONNECTIONS);
    // Asked for once: it comes from the API server, which may be what fails.
    var address = installation.address();
    var unused = fresh.submit(() -> connectAnew(address, app.host()));
  }

  private void connectAnew(InetSocketAddress address, String host) {
    while (!stopped) {
      try (var connection = new HttpConnection(address)) {
        var response = connection.get(host, "/");
        if (response.status() != 200) {
          freshFailures.add(response.toString());
        }
      } catch (IOException | RuntimeException e) {
        freshFailures.add(e.toString());
      }
      Await.pause(Duration.ofMillis(10));
    }
  }

  /** Goes on for a while, so that what follows a fault is seen too; then none may have failed. */
  void assertNoneFailed(Duration after) throws InterruptedException {
    Await.pause(after);
    assertThat(inCluster.failures()).as("by the app's name, from another pod").isEmpty();
    stopped = true;
    assertThat(kept.stop()).as("over kept connections").isEmpty();
    assertThat(freshFailures).as("over new connections").isEmpty();
    assertThat(kept.answered()).isPositive();
  }

  @Override
  public void close() {
    stopped = true;
    kept.close();
    fresh.shutdownNow();
  }
}
