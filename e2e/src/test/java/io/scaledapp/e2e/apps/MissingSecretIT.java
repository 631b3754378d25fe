package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A Secret that is not there: the app says so, what ran keeps running, and it goes on by itself.
 */
@OnCluster
class MissingSecretIT {

  @Test
  void rolloutWaitsForTheSecretAndSaysSo(Installation installation, TestNamespace namespace)
      throws Exception {
    var app = ClusterApp.hello(installation, namespace, "").awaitReady(1);

    try (var prober = app.probe("/slow?ms=50", 4)) {
      app.edit(
          """
          - op: add
            path: /spec/template/spec/containers/0/envFrom
            value: [{secretRef: {name: database}}]
          """);
      Await.until(
          "Progressing tells of the Secret",
          ClusterApp.START_LIMIT,
          () -> String.valueOf(app.condition("Progressing").getMessage()),
          message -> message.contains("secret \"database\" not found"));
      Await.until(
          "an event tells of the Secret",
          ClusterApp.START_LIMIT,
          app::events,
          events -> events.stream().anyMatch(one -> one.contains("secret \"database\" not found")));
      assertThat(app.condition("Ready").getStatus()).isEqualTo("True");

      create(app, "database");
      app.await("Progressing=True:RolloutComplete", "revision 2");
      assertThat(prober.stop()).isEmpty();
      assertThat(prober.answered()).isPositive();
    }
  }

  private static void create(ClusterApp app, String name) {
    var secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withStringData(Map.of("PASSWORD", "for this test alone"))
            .build();
    var unused = app.client().resource(secret).inNamespace(app.namespace()).create();
  }
}
