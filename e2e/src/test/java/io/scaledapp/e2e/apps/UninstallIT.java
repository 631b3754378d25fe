package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import org.junit.jupiter.api.Test;

/** {@code helm uninstall} takes no app away, and leaves nothing that cannot be deleted. */
@OnCluster
class UninstallIT {

  @Test
  void crdAndAppsStayAndCanBeDeleted(Installation installation, TestNamespace namespace) {
    var cluster = installation.cluster();
    var app = ClusterApp.hello(installation, namespace, "").awaitReady(1);

    var unused = cluster.helm("uninstall", "scaledapp", "-n", Installation.NAMESPACE, "--wait");
    try {
      assertThat(cluster.kubectl("get", "crd", "--output=name"))
          .contains("scaledapps.scaledapp.io");
      assertThat(app.pods()).as("pods of the app").hasSize(1);
      assertThat(app.resource().get().getMetadata().getFinalizers()).isEmpty();
      assertThat(cluster.kubectl("get", "jobs,serviceaccounts", "-n", Installation.NAMESPACE))
          .doesNotContain("scaledapp-");

      var deleted =
          cluster.client().resources(ScaledApp.class).inNamespace(namespace.name()).delete();
      assertThat(deleted).isNotEmpty();
      Await.until("no ScaledApp", ClusterApp.START_LIMIT, () -> app.resource().get() == null);
      Await.until("no pod", ClusterApp.START_LIMIT, () -> app.allPods().isEmpty());
    } finally {
      installation.upgrade();
    }
  }
}
