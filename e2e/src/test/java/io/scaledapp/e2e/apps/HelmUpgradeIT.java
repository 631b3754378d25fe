package io.scaledapp.e2e.apps;

import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code helm upgrade} replaces every operator and every balancer. */
@OnCluster
class HelmUpgradeIT {

  @Test
  void noRequestFails(Installation installation, TestNamespace namespace) throws Exception {
    var app = ClusterApp.hello(installation, namespace, "").awaitReady(1);
    try (var clients = Clients.start(installation, app)) {
      installation.upgrade(
          "operator.podAnnotations.round=r" + namespace,
          "balancer.podAnnotations.round=r" + namespace);

      app.patch("spec: {scaling: {minReplicas: 2}}");
      app.awaitReady(2);
      // The last of the balancers that were replaced leaves after the upgrade is over.
      clients.assertNoneFailed(Duration.ofSeconds(15));
    }
  }
}
