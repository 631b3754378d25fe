package io.scaledapp.e2e.apps;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** One of two balancers goes. */
@OnCluster
class BalancerLostIT {

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
    try (var clients = RetryingClients.start(installation, app)) {
      var victim = installation.balancers().getFirst();
      installation.cluster().kill(victim, "balancer");
      awaitRestart(installation, victim, PodStatus::getContainerStatuses);
      awaitBothReady(installation);
      clients.assertOneRetryWasEnough();
    }
  }

  @Test
  void noRequestFailsWhenTheStoreOfItsSocketsIsKilled(
      Installation installation, TestNamespace namespace) throws Exception {
    var app = ClusterApp.hello(installation, namespace, "").awaitReady(1);
    try (var clients = Clients.start(installation, app)) {
      var victim = installation.balancers().getFirst();
      installation.cluster().kill(victim, "sockets");
      awaitRestart(installation, victim, PodStatus::getInitContainerStatuses);
      clients.assertNoneFailed(Duration.ofSeconds(3));
    }
  }

  private static void awaitRestart(
      Installation installation,
      Pod victim,
      Function<PodStatus, List<ContainerStatus>> containers) {
    var before = restarts(victim, containers);
    Await.until(
        "a restart of the container",
        Duration.ofMinutes(2),
        () ->
            installation.balancers().stream()
                .filter(pod -> pod.getMetadata().getUid().equals(victim.getMetadata().getUid()))
                .anyMatch(pod -> restarts(pod, containers) > before));
  }

  private static int restarts(Pod pod, Function<PodStatus, List<ContainerStatus>> containers) {
    return containers.apply(pod.getStatus()).getFirst().getRestartCount();
  }

  private static void awaitBothReady(Installation installation) {
    Await.until(
        "two ready balancers",
        Duration.ofMinutes(2),
        () -> installation.balancers().stream().filter(Readiness::isPodReady).count() == 2);
  }
}
