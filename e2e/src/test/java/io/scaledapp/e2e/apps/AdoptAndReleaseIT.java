package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A Deployment that is there already is scaled with its pods behind the balancers. */
@OnCluster
class AdoptAndReleaseIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void deploymentIsScaledUnderLoadAndGivenBackAsItIs(
      Installation installation, TestNamespace namespace) throws Exception {
    var web = ExistingWorkload.deployment(installation, namespace, "web", 2).awaitReady(2);
    var pods = web.podUids();

    var app =
        web.adopt(
                "shop",
                """
                spec:
                  scaling:
                    maxReplicas: 4
                    metrics: [{type: Concurrency, target: 5}]
                """)
            .awaitReady(2);
    assertThat(web.podUids()).as("no pod is restarted").containsExactlyInAnyOrderElementsOf(pods);
    assertThat(app.events()).anyMatch(event -> event.contains("Deployment web is adopted with 2"));

    try (var quiet = app.probe("/slow?ms=500", 1);
        var load = app.probe("/slow?ms=500", 20)) {
      app.awaitReady(4);
      assertThat(load.stop()).as("failures on the way up").isEmpty();
      app.awaitReady(1);
      assertThat(quiet.stop()).as("failures of the steady client").isEmpty();
      assertThat(quiet.answered()).isPositive();
    }
    web.kubectl("scale", web.object(), "--replicas=3");
    Await.until("what others scale is put back", LIMIT, () -> web.replicas() == 1);
    app.awaitReady(1);

    app.patch("spec: {replicas: 3}");
    app.awaitReady(3);
    var last = web.podUids();
    delete(app);
    assertThat(web.replicas()).isEqualTo(3);
    assertThat(web.podUids()).containsExactlyInAnyOrderElementsOf(last);
    assertThat(web.pods())
        .allSatisfy(pod -> assertThat(annotations(pod)).doesNotContain("scaledapp.io"));
  }

  @Test
  void deploymentAtZeroIsStartedByARequestAndNeverGivenBackAtZero(
      Installation installation, TestNamespace namespace) throws Exception {
    var web = ExistingWorkload.deployment(installation, namespace, "web", 1).awaitReady(1);
    var app =
        web.adopt(
            "shop", "spec: {scaling: {minReplicas: 0, scaleToZeroAfter: 5s, stableWindow: 6s}}");
    app.awaitReady(1);
    app.awaitReady(0);
    Await.until("no pod is left", ClusterApp.START_LIMIT, () -> web.pods().isEmpty());

    assertThat(app.get("/").status()).isEqualTo(200);
    app.awaitReady(0);

    delete(app);
    assertThat(web.replicas()).isEqualTo(1);
    web.awaitReady(1);
  }

  @Test
  void rolloutOfTheDeploymentLosesNoRequest(Installation installation, TestNamespace namespace)
      throws Exception {
    var web = ExistingWorkload.deployment(installation, namespace, "web", 3).awaitReady(3);
    var app = web.adopt("shop", "spec: {scaling: {minReplicas: 3}}").awaitReady(3);

    try (var clients = app.probe("/", 4)) {
      web.kubectl(
          "patch",
          web.object(),
          "--patch",
          """
          {"spec": {"template": {"spec": {"containers": [{"name": "app",
            "env": [{"name": "VERSION", "value": "2"}]}]}}}}
          """);
      web.kubectl("rollout", "status", web.object(), "--timeout=90s");
      app.awaitReady(3);
      assertThat(app.events()).noneMatch(event -> event.startsWith("Scaled"));
      assertThat(clients.stop()).isEmpty();
    }
    assertThat(web.replicas()).isEqualTo(3);
  }

  private static String annotations(Pod pod) {
    return String.valueOf(pod.getMetadata().getAnnotations());
  }

  private static void delete(ClusterApp app) {
    app.resource().delete();
    Await.until("the ScaledApp is gone", LIMIT, () -> app.resource().get() == null);
  }
}
