package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import org.junit.jupiter.api.Test;

/** With a list of namespaces the operator serves those, with rights in those. */
@OnCluster
class NamespacedInstallIT {

  @Test
  void appsOfTheNamedNamespaceRunAndOthersAreLeftAlone(
      Installation installation, TestNamespace named, TestNamespace other) throws Exception {
    installation.upgrade("watchNamespaces={" + named + "}");
    try {
      var strange = ClusterApp.hello(installation, other, "");
      var app = ClusterApp.hello(installation, named, "spec: {replicas: 2}").awaitReady(2);

      assertThat(app.get("/").status()).isEqualTo(200);
      app.patch("spec: {replicas: 0}");
      app.awaitReady(0);
      assertThat(strange.conditions()).isEmpty();
      assertThat(strange.pods()).isEmpty();
      assertThat(mayListPods(installation, named)).isEqualTo("yes");
      assertThat(mayListPods(installation, other)).isEqualTo("no");
    } finally {
      installation.upgrade();
    }
  }

  private static String mayListPods(Installation installation, TestNamespace namespace) {
    var operator = installation.operators().getFirst().getSpec().getServiceAccountName();
    return installation
        .cluster()
        .tryKubectl(
            "auth",
            "can-i",
            "list",
            "pods",
            "--namespace=" + namespace,
            "--as=system:serviceaccount:" + Installation.NAMESPACE + ":" + operator)
        .output()
        .strip();
  }
}
