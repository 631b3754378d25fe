package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.readiness.Readiness;
import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** One of two balancers goes. */
@OnCluster
class BalancerLostIT {

  /** Longer than kubelet takes to see that a container ended, and nodes to follow. */
  private static final Duration BEFORE_THE_RETRY = Duration.ofSeconds(3);

  @Test
  void noRequestFailsWhenOneIsDeleted(Installation installation, TestNamespace namespace)
      throws Exception {
    var app = ClusterApp.hello(installation, namespace, "").awaitReady(1);
    try (var clients = Clients.start(installation, app)) {
      var victim = installation.balancers().getFirst();
      var unused = installation.cluster().client().resource(victim).delete();
      Await.until(
          "the balancer is gone",
          Duration.ofMinutes(2),
          () ->
              installation.balancers().stream()
                  .noneMatch(
                      one -> one.getMetadata().getUid().equals(victim.getMetadata().getUid())));
      clients.assertNoneFailed(Duration.ofSeconds(3));
    }
    awaitBothReady(installation);
  }

  @Test
  void oneRetryIsEnoughWhenOneIsKilled(Installation installation, TestNamespace namespace)
      throws Exception {
    var app = ClusterApp.hello(installation, namespace, "").awaitReady(1);
    var failures = new ConcurrentLinkedQueue<String>();
    var stopped = new AtomicBoolean();
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < 8; i++) {
        var unused = clients.submit(() -> askUntil(stopped, app, failures));
      }
      installation.cluster().kill(installation.balancers().getFirst(), "balancer");
      Await.pause(Duration.ofSeconds(10));
      stopped.set(true);
    }
    assertThat(failures).isEmpty();
    awaitBothReady(installation);
  }

  private static void askUntil(
      AtomicBoolean stopped, ClusterApp app, ConcurrentLinkedQueue<String> failures) {
    while (!stopped.get()) {
      try {
        failures.addAll(ask(app));
      } catch (IOException reset) {
        Await.pause(BEFORE_THE_RETRY);
        try {
          failures.addAll(ask(app));
        } catch (IOException again) {
          failures.add(reset + ", and again " + again);
        }
      }
    }
  }

  /** What is wrong with the answer. */
  private static ArrayList<String> ask(ClusterApp app) throws IOException {
    var response = app.get("/");
    var wrong = new ArrayList<String>();
    if (response.status() != 200) {
      wrong.add(response.toString());
    }
    return wrong;
  }

  private static void awaitBothReady(Installation installation) {
    Await.until(
        "two ready balancers",
        Duration.ofMinutes(2),
        () -> installation.balancers().stream().filter(Readiness::isPodReady).count() == 2);
  }
}
