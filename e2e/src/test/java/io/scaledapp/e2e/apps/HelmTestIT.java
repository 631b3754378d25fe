package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.e2e.cluster.Cluster;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import org.junit.jupiter.api.Test;

/** {@code helm test} tells an installation that is ready from one that is not. */
@OnCluster
class HelmTestIT {

  private static final String[] TEST = {
    "test", "scaledapp", "--namespace", Installation.NAMESPACE, "--timeout", "60s"
  };

  @Test
  void passesWithBothHelms(Installation installation) {
    var cluster = installation.cluster();

    assertThat(cluster.tryHelm(TEST).orFail()).contains("Succeeded");
    assertThat(cluster.tryHelm4(TEST).orFail()).contains("Succeeded");
  }

  @Test
  void failsWhileNoBalancerIsReady(Installation installation) {
    var cluster = installation.cluster();
    scaleBalancers(cluster, 0);
    try {
      assertThat(cluster.tryHelm(TEST).exitCode()).isNotZero();
    } finally {
      scaleBalancers(cluster, 2);
    }
  }

  private static void scaleBalancers(Cluster cluster, int count) {
    var balancers =
        cluster
            .client()
            .apps()
            .deployments()
            .inNamespace(Installation.NAMESPACE)
            .withName("scaledapp-balancer");
    var unused = balancers.scale(count);
    cluster.kubectl(
        "rollout",
        "status",
        "deployment/scaledapp-balancer",
        "--namespace=" + Installation.NAMESPACE,
        "--timeout=120s");
  }
}
