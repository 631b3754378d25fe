package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A revision of pods that is tried on a share of the requests, or on all of them. */
@OnCluster
class CanaryOnClusterIT {

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String CANARY =
      """
      spec:
        replicas: 2
        rollout:
          strategy: Canary
          steps: [{weight: 20, pause: 2s}]
          analysis: {minRequests: 100}
      """;
  private static final String BLUE_GREEN =
      """
      spec:
        replicas: 2
        rollout: {strategy: BlueGreen, analysis: {minRequests: 100}}
      """;

  /** Ready as the sample is, and wrong with each fifth request. */
  private static final String FLAKY =
      """
      - op: replace
        path: /spec/template/spec/containers/0/command
        value:
        - node
        - -e
        - >-
          let n = 0;
          require('http').createServer((request, response) => {
            const bad = !request.url.startsWith('/healthz') && ++n % 5 === 0;
            response.writeHead(bad ? 500 : 200);
            response.end('flaky');
          }).listen(3000, process.env.HOST);
          process.on('SIGTERM', () => process.exit(0));
      """;

  @ParameterizedTest
  @ValueSource(strings = {CANARY, BLUE_GREEN})
  void aRevisionThatAnswersAsWellTakesThePlaceWithoutAFailedRequest(
      String rollout, Installation installation, TestNamespace namespace) throws Exception {
    var app = ClusterApp.hello(installation, namespace, rollout).awaitReady(2);

    try (var prober = app.probe("/slow?ms=5", 4)) {
      app.patch("spec: {template: {metadata: {annotations: {example.com/release: r2}}}}");
      awaitReason(app, "OnTrial");
      awaitReason(app, "RolloutComplete");
      app.awaitReady(2, LIMIT);

      assertThat(prober.stop()).isEmpty();
    }
  }

  @Test
  void aRevisionThatFailsIsRolledBack(Installation installation, TestNamespace namespace)
      throws Exception {
    var app = ClusterApp.hello(installation, namespace, CANARY).awaitReady(2);

    try (var prober = app.probe("/slow?ms=5", 4)) {
      app.edit(FLAKY);
      awaitReason(app, "RolledBack");
      assertThat(prober.stop()).as("the canary had its share").isNotEmpty();
    }
    app.awaitReady(2, LIMIT);
    try (var prober = app.probe("/slow?ms=5", 4)) {
      Await.until("answers after that", LIMIT, prober::answered, count -> count > 500);
      assertThat(prober.stop()).isEmpty();
    }
  }

  private static void awaitReason(ClusterApp app, String reason) {
    Await.until(
        "the rollout's reason is " + reason,
        LIMIT,
        () -> String.valueOf(app.condition("Progressing").getReason()),
        reason::equals);
  }
}
