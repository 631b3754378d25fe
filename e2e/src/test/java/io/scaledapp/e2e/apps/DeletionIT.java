package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.HttpConnection;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A deleted ScaledApp finishes what it has in flight, and leaves nothing behind. */
@OnCluster
class DeletionIT {

  private static final String KINDS =
      "service,endpointslice,poddisruptionbudget,replicaset,pod,configmap";

  @Test
  void requestInFlightIsAnsweredAndNothingIsLeft(Installation installation, TestNamespace namespace)
      throws Exception {
    var app =
        ClusterApp.hello(installation, namespace, "spec: {scaling: {minReplicas: 2}}")
            .awaitReady(2);
    assertThat(objects(app, installation)).isNotBlank();

    try (var client = Executors.newSingleThreadExecutor();
        var connection = new HttpConnection(installation.address())) {
      connection.send("GET /slow?ms=5000 HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(app.host()));
      assertThat(app.get("/").status()).isEqualTo(200);
      var answer = client.submit(connection::read);
      var unused = app.resource().delete();
      assertThat(answer.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
    }

    Await.until("no ScaledApp", ClusterApp.START_LIMIT, () -> app.resource().get() == null);
    var left =
        Await.until(
            "nothing is left",
            ClusterApp.START_LIMIT,
            () -> objects(app, installation),
            String::isBlank);
    assertThat(left).isBlank();
    assertThat(app.get("/").status()).isEqualTo(404);
  }

  /** All that is labelled as made for the app, by kind and name. */
  private static String objects(ClusterApp app, Installation installation) {
    return installation
        .cluster()
        .kubectl(
            "get",
            KINDS,
            "--namespace=" + app.namespace(),
            "--selector=scaledapp.io/app=" + app.name(),
            "--ignore-not-found",
            "--output=name");
  }
}
