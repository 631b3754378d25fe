package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * {@code maxConcurrencyPerReplica} holds over all balancers, as the replicas themselves count, also
 * when a balancer is replaced under load; and every request is answered.
 */
@OnCluster
class SlotGrantsIT {

  private static final int LIMIT = 2;

  @Test
  void limitOfAReplicaHoldsOverAllBalancers(Installation installation, TestNamespace namespace)
      throws Exception {
    var app = ClusterApp.hello(installation, namespace, counting()).awaitReady(2);
    assertThat(installation.balancers()).hasSize(2);

    try (var prober = app.probe("/slow?ms=20", 16)) {
      Await.pause(Duration.ofSeconds(5));
      var victim = installation.balancers().getFirst().getMetadata();
      var unused =
          installation
              .cluster()
              .kubectl(
                  "delete",
                  "pod",
                  victim.getName(),
                  "--namespace=" + victim.getNamespace(),
                  "--wait=true");
      var before = prober.answered();
      Await.pause(Duration.ofSeconds(5));
      assertThat(prober.answered()).isGreaterThan(before);
      assertThat(prober.stop()).isEmpty();
    }

    for (var pod : app.pods()) {
      var log =
          installation
              .cluster()
              .tryKubectl("logs", pod.getMetadata().getName(), "--namespace=" + namespace)
              .output();
      var most = log.lines().filter(line -> line.startsWith("most ")).toList();
      assertThat(most).last().isEqualTo("most " + LIMIT);
    }
  }

  /** Two replicas of the app of {@code apps/counting.js}. */
  private static String counting() throws IOException {
    try (var file = SlotGrantsIT.class.getResourceAsStream("/apps/counting.js")) {
      var script = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return """
          spec:
            template:
              spec:
                containers:
                  - name: app
                    image: docker.io/library/express-hello:dev
                    command: [node, -e, %s]
                    ports: [{name: http, containerPort: 3000}]
                    readinessProbe:
                      httpGet: {path: /healthz/ready, port: http}
                      periodSeconds: 1
                    resources: {requests: {cpu: 10m}}
            replicas: 2
            routing: {maxConcurrencyPerReplica: %d}
          """
          .formatted(TextNode.valueOf(script), LIMIT);
    }
  }
}
