package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The rights that the chart grants are enough for the whole life of an app. */
@OnCluster
class RightsIT {

  @Test
  void nothingIsForbidden(Installation installation, TestNamespace namespace) {
    var app =
        ClusterApp.hello(installation, namespace, "spec: {scaling: {minReplicas: 2}}")
            .awaitReady(2);
    app.patch("spec: {template: {metadata: {annotations: {example.com/release: second}}}}");
    app.await("Progressing=True:RolloutComplete");
    app.patch("spec: {scaling: {minReplicas: 1}}");
    app.awaitReady(1);
    var unused = app.resource().delete();
    Await.until("no ScaledApp", ClusterApp.START_LIMIT, () -> app.resource().get() == null);

    for (var operator : installation.operators()) {
      var name = operator.getMetadata().getName();
      var log = installation.cluster().kubectl("logs", name, "-n", Installation.NAMESPACE);
      assertThat(log.lines()).as(name).isNotEmpty();
      assertThat(
              log.lines().filter(line -> line.toLowerCase(Locale.ROOT).contains("forbidden: user")))
          .as("what %s was refused", name)
          .isEmpty();
    }
  }
}
