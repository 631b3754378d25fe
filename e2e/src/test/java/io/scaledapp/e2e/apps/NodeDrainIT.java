package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.e2e.cluster.Artifacts;
import io.scaledapp.e2e.cluster.Cluster;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import io.scaledapp.e2e.cluster.Worker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * {@code kubectl drain} of the node that all replicas are on: they are replaced elsewhere first.
 */
@OnCluster
class NodeDrainIT {

  @Test
  void replicasMoveAndNoRequestFails(Installation installation, TestNamespace namespace)
      throws Exception {
    var cluster = installation.cluster();
    try (var worker = cluster.join(Installation.HELLO_IMAGE, Artifacts.get("nodejs"))) {
      var app = appOn(worker, installation, namespace);
      try (var clients = Clients.start(installation, app)) {
        var unused =
            cluster.kubectl(
                "drain",
                worker.name(),
                "--pod-selector=scaledapp.io/app=" + app.name(),
                "--ignore-daemonsets",
                "--timeout=3m");

        assertThat(app.pods()).noneMatch(pod -> worker.name().equals(pod.getSpec().getNodeName()));
        app.awaitReady(2);
        clients.assertNoneFailed(Duration.ofSeconds(3));
      }
    }
  }

  private static ClusterApp appOn(
      Worker worker, Installation installation, TestNamespace namespace) {
    var others = others(installation.cluster(), worker);
    var unused = installation.cluster().kubectl("cordon", others);
    try {
      var app =
          ClusterApp.hello(installation, namespace, "spec: {scaling: {minReplicas: 2}}")
              .awaitReady(2);
      assertThat(app.pods()).allMatch(pod -> worker.name().equals(pod.getSpec().getNodeName()));
      return app;
    } finally {
      unused = installation.cluster().kubectl("uncordon", others);
    }
  }

  /** The nodes of the cluster are two: the one that joined, and the one that was there. */
  private static String others(Cluster cluster, Worker worker) {
    return cluster.client().nodes().list().getItems().stream()
        .map(node -> node.getMetadata().getName())
        .filter(name -> !name.equals(worker.name()))
        .findFirst()
        .orElseThrow();
  }
}
