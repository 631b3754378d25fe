package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An app gains replicas under load and loses them after it, and no request notices. */
@OnCluster
class ScaleUnderLoadOnClusterIT {

  /** Thirty connections with a request on each make at most 60 requests a second. */
  @ParameterizedTest
  @CsvSource({"Concurrency, 10", "Connections, 10", "RequestRate, 5"})
  void reachesThreeReplicasAndIsBackAtOne(
      String metric, int target, Installation installation, TestNamespace namespace)
      throws Exception {
    var app =
        ClusterApp.hello(
                installation,
                namespace,
                """
                spec:
                  scaling:
                    maxReplicas: 3
                    metrics: [{type: %s, target: %d}]
                """
                    .formatted(metric, target))
            .awaitReady(1);

    try (var quiet = app.probe("/slow?ms=1000", 1);
        var load = app.probe("/slow?ms=500", 30)) {
      app.awaitReady(3);
      assertThat(load.stop()).as("failures on the way up").isEmpty();
      app.awaitReady(1, Duration.ofSeconds(90));
      assertThat(quiet.stop()).as("failures of the steady client").isEmpty();
      assertThat(quiet.answered()).isPositive();
      assertThat(load.answered()).isGreaterThan(30);
    }

    assertThat(app.events())
        .anyMatch(event -> event.matches("Scaled: \\d → 3: .*"))
        .anyMatch(event -> event.matches("Scaled: \\d → 1: .*"));
    assertThat(app.lastReason()).matches("\\d → 1: .*");
  }
}
