package io.scaledapp.e2e.apps;

import io.fabric8.kubernetes.api.model.Pod;
import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The leading operator goes, in order or not: no request notices, and the next one leads. */
@OnCluster
class OperatorLostIT {

  private static final Duration AFTER = Duration.ofSeconds(3);

  @Test
  void deletedLeaderIsFollowedByAnother(Installation installation, TestNamespace namespace)
      throws Exception {
    assertAnotherFollows(
        installation,
        namespace,
        leader -> installation.cluster().client().resource(leader).delete());
  }

  @Test
  void killedLeaderIsFollowedByAnother(Installation installation, TestNamespace namespace)
      throws Exception {
    assertAnotherFollows(
        installation, namespace, leader -> installation.cluster().kill(leader, "operator"));
  }

  private static void assertAnotherFollows(
      Installation installation, TestNamespace namespace, Consumer<Pod> fault) throws Exception {
    var app = ClusterApp.hello(installation, namespace, "").awaitReady(1);
    try (var clients = Clients.start(installation, app)) {
      var holder = installation.leaseHolder();
      fault.accept(installation.leader());

      awaitNextAfter(installation, holder);
      app.patch("spec: {scaling: {minReplicas: 2}}");
      app.awaitReady(2);
      clients.assertNoneFailed(AFTER);
    }
  }

  /** Somebody forgot what the Lease is for: terms begin anew, and balancers still take tables. */
  @Test
  void leaderOfADeletedLeaseOutbidsTheTermsBefore(
      Installation installation, TestNamespace namespace) throws Exception {
    var app = ClusterApp.hello(installation, namespace, "").awaitReady(1);
    try (var clients = Clients.start(installation, app)) {
      var unused =
          installation
              .cluster()
              .kubectl("delete", "lease", "scaledapp-operator", "-n", Installation.NAMESPACE);

      var late = ClusterApp.hello(installation, namespace, "late", "").awaitReady(1);
      Await.until(
          "an answer of an app that only a later table has",
          ClusterApp.START_LIMIT,
          () -> Await.unchecked(() -> late.get("/").status()) == 200);
      clients.assertNoneFailed(AFTER);
    }
  }

  private static void awaitNextAfter(Installation installation, String holder) {
    Await.until(
        "another leader",
        Duration.ofMinutes(1),
        installation::leaseHolder,
        next -> !next.isEmpty() && !next.equals(holder));
  }
}
