package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A quota refuses a replica: the app says so, what ran keeps running, and it goes on by itself. */
@OnCluster
class QuotaIT {

  @Test
  void refusedReplicaIsToldOfAndComesWhenThereIsRoom(
      Installation installation, TestNamespace namespace) throws Exception {
    var app = ClusterApp.hello(installation, namespace, "").awaitReady(1);
    allow(app, 1);

    try (var prober = app.probe("/slow?ms=50", 4)) {
      app.patch("spec: {scaling: {minReplicas: 2}}");
      var told =
          Await.until(
              "an event tells of the quota",
              ClusterApp.START_LIMIT,
              app::events,
              events -> events.stream().anyMatch(one -> one.contains("exceeded quota")));
      assertThat(told).anyMatch(one -> one.matches("ReplicaWaiting: .*exceeded quota: pods.*"));
      Await.until(
          "a condition tells of the quota",
          ClusterApp.START_LIMIT,
          () -> app.conditions().toString(),
          conditions -> conditions.contains("exceeded quota"));
      assertThat(app.condition("Ready").getStatus()).isEqualTo("True");

      allow(app, 3);
      app.awaitReady(2);
      assertThat(prober.stop()).isEmpty();
      assertThat(prober.answered()).isPositive();
    }
  }

  private static void allow(ClusterApp app, int pods) {
    var quota =
        new ResourceQuotaBuilder()
            .withNewMetadata()
            .withName("pods")
            .endMetadata()
            .withNewSpec()
            .withHard(Map.of("pods", new Quantity(String.valueOf(pods))))
            .endSpec()
            .build();
    var unused =
        app.client()
            .resource(quota)
            .inNamespace(app.namespace())
            .forceConflicts()
            .serverSideApply();
  }
}
