package io.scaledapp.e2e.apps;

import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The chart takes the place of the one before it, which {@code charts/former.tgz} is. */
@OnCluster
class ChartUpgradeIT {

  private static final Path FORMER = Path.of("src/test/resources/charts/former.tgz");

  @Test
  void noRequestFails(Installation installation, TestNamespace namespace) throws Exception {
    installation.upgradeTo(FORMER.toAbsolutePath());
    try {
      var app = ClusterApp.hello(installation, namespace, "").awaitReady(1);
      try (var clients = Clients.start(installation, app)) {
        installation.upgrade("operator.podAnnotations.round=r" + namespace);

        app.patch("spec: {scaling: {minReplicas: 2}}");
        app.awaitReady(2);
        clients.assertNoneFailed(Duration.ofSeconds(15));
      }
    } finally {
      installation.upgrade();
    }
  }
}
