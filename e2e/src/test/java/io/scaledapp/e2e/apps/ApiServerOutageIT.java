package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.Prober;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * No API server answers for 30 s while the load grows: requests are served, and scaling goes on.
 */
@OnCluster
class ApiServerOutageIT {

  private static final Duration OUTAGE = Duration.ofSeconds(30);

  /** Kubelet and kube-proxy look again after a back-off, which an outage makes a minute long. */
  private static final Duration RECOVERY_LIMIT = Duration.ofMinutes(3);

  @Test
  void requestsAreServedAndTheAppScalesAfterIt(Installation installation, TestNamespace namespace)
      throws Exception {
    var app =
        ClusterApp.hello(
                installation,
                namespace,
                "spec: {scaling: {maxReplicas: 3, metrics: [{type: Concurrency, target: 10}]}}")
            .awaitReady(1);
    try (var clients = Clients.start(installation, app)) {
      // Asked for before the outage: it comes from the API server.
      var address = installation.address();
      var leader = installation.leaseHolder();
      try (var outage = installation.cluster().stopApiServer()) {
        assertThat(outage).isNotNull();
        try (var load = Prober.start(address, app.host(), "/slow?ms=500", 25)) {
          Await.pause(OUTAGE);
          assertThat(load.stop()).as("failures of the load").isEmpty();
        }
      }
      try (var load = app.probe("/slow?ms=500", 25)) {
        app.awaitReady(3, RECOVERY_LIMIT);
        assertThat(load.stop()).as("failures of the load").isEmpty();
      }
      assertThat(installation.leaseHolder()).as("the leader").isEqualTo(leader);
      clients.assertNoneFailed(Duration.ofSeconds(3));
    }
  }
}
