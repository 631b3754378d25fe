package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import org.junit.jupiter.api.Test;

/** A changed template replaces every pod, and no request notices. */
@OnCluster
class RolloutUnderLoadIT {

  @Test
  void everyPodIsReplacedAndNoRequestFails(Installation installation, TestNamespace namespace)
      throws Exception {
    var app =
        ClusterApp.hello(installation, namespace, "spec: {scaling: {minReplicas: 2}}")
            .awaitReady(2);
    var before = app.pods().stream().map(RolloutUnderLoadIT::name).toList();

    try (var prober = app.probe("/slow?ms=50", 16)) {
      app.patch("spec: {template: {metadata: {annotations: {example.com/release: second}}}}");
      assertThat(app.await("Progressing=True:RolloutComplete", "revision 2").getMessage())
          .isEqualTo("revision 2 is in place");
      app.awaitReady(2);
      assertThat(prober.stop()).isEmpty();
      assertThat(prober.answered()).isPositive();
    }

    assertThat(app.pods())
        .map(RolloutUnderLoadIT::name)
        .hasSize(2)
        .doesNotContainAnyElementsOf(before);
    assertThat(app.events())
        .anyMatch(event -> event.startsWith("RolloutStarted: "))
        .contains("RolloutComplete: revision 2 is in place");
  }

  private static String name(Pod pod) {
    return pod.getMetadata().getName();
  }
}
