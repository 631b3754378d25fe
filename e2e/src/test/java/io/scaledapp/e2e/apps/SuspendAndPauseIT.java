package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import org.junit.jupiter.api.Test;

/** {@code spec.suspend} stops an app, and an annotation keeps it as it is. */
@OnCluster
class SuspendAndPauseIT {

  @Test
  void suspendedAppHoldsNoRequestAndComesBack(Installation installation, TestNamespace namespace)
      throws Exception {
    var app = ClusterApp.hello(installation, namespace, "").awaitReady(1);

    app.patch("spec: {suspend: true}");
    app.await("Ready=False:Suspended");
    app.await("ScalingActive=False:Suspended");
    Await.until("no pod is left", ClusterApp.START_LIMIT, () -> app.allPods().isEmpty());
    assertThat(app.get("/").status()).isEqualTo(503);

    app.patch("spec: {suspend: false}");
    app.awaitReady(1);
    assertThat(app.get("/").status()).isEqualTo(200);
  }

  @Test
  void pausedAppStaysAsItIsAndAnswers(Installation installation, TestNamespace namespace)
      throws Exception {
    var app = ClusterApp.hello(installation, namespace, "").awaitReady(1);

    app.patch("metadata: {annotations: {scaledapp.io/paused: 'true'}}");
    app.await("ScalingActive=False:Paused");
    app.patch("spec: {scaling: {minReplicas: 2}}");
    Await.until(
        "the change is seen",
        ClusterApp.START_LIMIT,
        () ->
            app.resource()
                .get()
                .getMetadata()
                .getGeneration()
                .equals(app.status().observedGeneration()));
    assertThat(app.pods()).hasSize(1);
    assertThat(app.desired()).isEqualTo(1);
    assertThat(app.get("/").status()).isEqualTo(200);

    app.patch("metadata: {annotations: {scaledapp.io/paused: null}}");
    app.awaitReady(2);
  }
}
