package io.scaledapp.e2e.apps;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One of two balancers goes. */
@OnCluster
class BalancerLostIT {

  /**
   * Until nodes have heard that a balancer is gone, new connections may still be led to it, where
   * they are refused: mostly for one to two seconds, since kube-proxy leaves a second between two
   * changes of its rules.
   */
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
    try (var clients = RetryingClients.start(installation, app, BEFORE_THE_RETRY)) {
      var victim = installation.balancers().getFirst();
      installation.cluster().kill(victim, "balancer");
      awaitRestart(installation, victim);
      awaitBothReady(installation);
      clients.assertOneRetryWasEnough();
    }
  }

  private static void awaitRestart(Installation installation, Pod victim) {
    Await.until(
        "a restart of the balancer",
        Duration.ofMinutes(2),
        () ->
            installation.balancers().stream()
                .filter(pod -> pod.getMetadata().getUid().equals(victim.getMetadata().getUid()))
                .anyMatch(pod -> restarts(pod) > restarts(victim)));
  }

  private static int restarts(Pod pod) {
    return pod.getStatus().getContainerStatuses().getFirst().getRestartCount();
  }

  private static void awaitBothReady(Installation installation) {
    Await.until(
        "two ready balancers",
        Duration.ofMinutes(2),
        () -> installation.balancers().stream().filter(Readiness::isPodReady).count() == 2);
  }
}
