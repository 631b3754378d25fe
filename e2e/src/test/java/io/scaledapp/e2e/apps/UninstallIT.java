package io.scaledapp.e2e.apps;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.AuditedRequest;
import io.scaledapp.e2e.cluster.Cluster;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.Right;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code helm uninstall} takes no app away, and leaves nothing that cannot be deleted. */
@OnCluster
class UninstallIT {

  @Test
  void crdAndAppsStayAndCanBeDeleted(Installation installation, TestNamespace namespace) {
    var cluster = installation.cluster();
    var app = ClusterApp.hello(installation, namespace, "").awaitReady(1);
    var begin = Instant.now();
    var granted = grantedToTheHook(cluster);

    var unused = cluster.helm("uninstall", "scaledapp", "-n", Installation.NAMESPACE, "--wait");
    try {
      assertThat(cluster.kubectl("get", "crd", "--output=name"))
          .contains("scaledapps.scaledapp.io");
      assertThat(app.pods()).as("pods of the app").hasSize(1);
      assertThat(app.resource().get().getMetadata().getFinalizers()).isEmpty();
      assertThat(cluster.kubectl("get", "jobs,serviceaccounts", "-n", Installation.NAMESPACE))
          .doesNotContain("scaledapp-");
      assertThat(cluster.requestsOf("scaledapp-release", begin).map(AuditedRequest::rights))
          .as("what the hook used, where there is an audit log")
          .isIn(Optional.empty(), Optional.of(granted));

      var deleted =
          cluster.client().resources(ScaledApp.class).inNamespace(namespace.name()).delete();
      assertThat(deleted).isNotEmpty();
      Await.until("no ScaledApp", ClusterApp.START_LIMIT, () -> app.resource().get() == null);
      Await.until("no pod", ClusterApp.START_LIMIT, () -> app.allPods().isEmpty());
    } finally {
      installation.upgrade();
    }
  }

  /** The hook's roles come and go with it. */
  private static Set<Right> grantedToTheHook(Cluster cluster) {
    var hooks = cluster.helm("get", "hooks", "scaledapp", "-n", Installation.NAMESPACE);
    var granted =
        cluster.client().load(new ByteArrayInputStream(hooks.getBytes(UTF_8))).items().stream()
            .filter(ClusterRole.class::isInstance)
            .flatMap(role -> ((ClusterRole) role).getRules().stream())
            .flatMap(Right::of)
            .collect(Collectors.toSet());
    assertThat(granted).isNotEmpty();
    return granted;
  }
}
