package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import org.junit.jupiter.api.Test;

/** An image that cannot be had: the app says so, and what ran keeps running. */
@OnCluster
class BadImageIT {

  private static final String ABSENT = "docker.io/library/express-hello:absent";

  @Test
  void whatRanKeepsRunningUntilTheImageIsMended(Installation installation, TestNamespace namespace)
      throws Exception {
    var app = ClusterApp.hello(installation, namespace, "").awaitReady(1);

    try (var prober = app.probe("/slow?ms=50", 4)) {
      setImage(app, ABSENT);
      var progressing =
          Await.until(
              "Progressing tells of the image",
              ClusterApp.START_LIMIT,
              () -> app.condition("Progressing"),
              one -> String.valueOf(one.getMessage()).contains(ABSENT));
      assertThat(progressing.getMessage()).contains("ErrImageNeverPull");
      assertThat(app.condition("Ready").getStatus()).isEqualTo("True");
      var told =
          Await.until(
              "an event tells of the image",
              ClusterApp.START_LIMIT,
              app::events,
              events -> events.stream().anyMatch(one -> one.contains(ABSENT)));
      assertThat(told).anyMatch(one -> one.startsWith("ReplicaWaiting: hello-r2-"));

      setImage(app, "docker.io/library/express-hello:dev");
      app.await("Progressing=True:RolloutComplete", "revision 3");
      assertThat(prober.stop()).isEmpty();
      assertThat(prober.answered()).isPositive();
    }
  }

  /** Never pulled, so that the cluster need not reach for a registry to find that it is absent. */
  private static void setImage(ClusterApp app, String image) {
    var path = "/spec/template/spec/containers/0/";
    app.edit(
        """
        - {op: replace, path: %simage, value: '%s'}
        - {op: add, path: %simagePullPolicy, value: Never}
        """
            .formatted(path, image, path));
  }
}
