package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import org.junit.jupiter.api.Test;

/** {@code kubectl delete pod} under load: another takes its place, and no request notices. */
@OnCluster
class PodDeletedUnderLoadIT {

  @Test
  void noRequestFailsAndThePodIsReplaced(Installation installation, TestNamespace namespace)
      throws Exception {
    var app =
        ClusterApp.hello(installation, namespace, "spec: {scaling: {minReplicas: 2}}")
            .awaitReady(2);

    try (var prober = app.probe("/slow?ms=50", 16)) {
      for (var round = 0; round < 2; round++) {
        var victim = app.pods().getFirst().getMetadata().getName();
        var unused =
            installation.cluster().kubectl("delete", "pod", victim, "--namespace=" + namespace);
        Await.until(
            "another pod in the place of " + victim,
            ClusterApp.START_LIMIT,
            () ->
                app.allPods().stream()
                    .noneMatch(pod -> pod.getMetadata().getName().equals(victim)));
        app.awaitReady(2);
      }
      assertThat(prober.stop()).isEmpty();
      assertThat(prober.answered()).isPositive();
    }
  }
}
