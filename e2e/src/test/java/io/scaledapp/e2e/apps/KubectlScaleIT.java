package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import org.junit.jupiter.api.Test;

/** {@code kubectl scale} fixes the count of replicas, and gives it back to the autoscaler. */
@OnCluster
class KubectlScaleIT {

  @Test
  void podsFollowKubectlScaleAndThenTheLoadAgain(
      Installation installation, TestNamespace namespace) {
    var app = ClusterApp.hello(installation, namespace, "").awaitReady(1);

    scale(app, installation, 3);
    app.awaitReady(3);
    assertThat(app.pods()).hasSize(3);
    app.await("ScalingActive=False:ScalingDisabled");

    scale(app, installation, Integer.MAX_VALUE);
    app.awaitReady(1);
    app.await("ScalingActive=True:ValidMetricFound");
  }

  private static void scale(ClusterApp app, Installation installation, int replicas) {
    var unused =
        installation
            .cluster()
            .kubectl(
                "scale",
                "sapp/" + app.name(),
                "--namespace=" + app.namespace(),
                "--replicas=" + replicas);
  }
}
