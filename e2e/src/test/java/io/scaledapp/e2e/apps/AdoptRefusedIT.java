package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A workload that is not ScaledApp's to scale is left alone, until it is. */
@OnCluster
class AdoptRefusedIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void autoscalerComesFirst(Installation installation, TestNamespace namespace) throws Exception {
    var web = ExistingWorkload.deployment(installation, namespace, "web", 2).awaitReady(2);
    autoscale(installation, namespace);
    var app = web.adopt("shop", "spec: {replicas: 1}");

    app.await("Accepted=False:TargetHasAutoscaler", "HorizontalPodAutoscaler by-cpu");
    app.await("Ready=True:ReplicasReady");
    assertThat(app.condition("ScalingActive").getReason()).isEqualTo("TargetHasAutoscaler");
    assertThat(app.get("/").status()).isEqualTo(200);
    assertThat(web.replicas()).isEqualTo(2);
    Await.until(
        "an event tells of both",
        LIMIT,
        () ->
            app.events().stream()
                .anyMatch(
                    event ->
                        event.contains("Deployment web is scaled by HorizontalPodAutoscaler")));

    web.kubectl("delete", "hpa", "by-cpu");
    app.awaitReady(1);
    app.await("Accepted=True:Valid");

    autoscale(installation, namespace);
    app.await("Accepted=False:TargetHasAutoscaler");
    web.kubectl("scale", web.object(), "--replicas=2");
    web.awaitReady(2);
    assertThat(app.get("/").status()).isEqualTo(200);
  }

  @Test
  void olderScaledAppKeepsTheTarget(Installation installation, TestNamespace namespace)
      throws Exception {
    var web = ExistingWorkload.deployment(installation, namespace, "web", 1).awaitReady(1);
    var first = web.adopt("shop", "").awaitReady(1);
    Await.pause(Duration.ofSeconds(1));
    var second = web.adopt("other", "spec: {replicas: 2}");

    second.await("Accepted=False:TargetTaken", "ScaledApp shop");
    assertThat(web.replicas()).isEqualTo(1);
    assertThat(first.get("/").status()).isEqualTo(200);

    var unused = first.resource().delete();
    second.awaitReady(2);
    assertThat(second.get("/").status()).isEqualTo(200);
  }

  @Test
  void missingTargetIsAdoptedWhenItAppears(Installation installation, TestNamespace namespace)
      throws Exception {
    var web = ExistingWorkload.deployment(installation, namespace, "web", 1).awaitReady(1);
    var app = web.adopt("shop", "").awaitReady(1);

    web.kubectl("delete", web.object());
    app.await("Ready=False:TargetMissing", "Deployment web");
    assertThat(app.get("/").status()).isEqualTo(503);

    var unused = ExistingWorkload.deployment(installation, namespace, "web", 2);
    app.awaitReady(2);
    assertThat(app.get("/").status()).isEqualTo(200);
  }

  @Test
  void targetOfAnAppStaysWhatItIs(Installation installation, TestNamespace namespace) {
    var app = ExistingWorkload.deployment(installation, namespace, "web", 1).adopt("shop", "");

    assertThatThrownBy(() -> app.patch("spec: {targetRef: {name: other}}"))
        .hasMessageContaining("spec.targetRef")
        .hasMessageContaining("cannot be added, changed or removed; delete the ScaledApp");
    app.patch("spec: {port: 3000}");
    app.awaitReady(1);
  }

  @Test
  void serviceOfTheSameNameIsLeftAlone(Installation installation, TestNamespace namespace)
      throws Exception {
    var web = ExistingWorkload.deployment(installation, namespace, "web", 1).awaitReady(1);
    web.kubectl("expose", web.object(), "--port=80", "--target-port=3000");
    var before = web.kubectl("get", "service/web", "--output=jsonpath={.metadata.resourceVersion}");

    var app = web.adopt("web", "");
    app.await("Degraded=True:ServiceNameTaken", "Service web");
    app.awaitReady(1);
    app.await("Ready=True:ReplicasReady");
    assertThat(app.get("/").status()).isEqualTo(200);
    assertThat(web.kubectl("get", "service/web", "--output=jsonpath={.metadata.resourceVersion}"))
        .isEqualTo(before);
    assertThat(web.kubectl("get", "endpointslices", "--output=name"))
        .doesNotContain("web-scaledapp");

    web.kubectl("delete", "service/web");
    app.await("Degraded=False:AsExpected");
    assertThat(web.kubectl("get", "endpointslices", "--output=name")).contains("web-scaledapp");
  }

  private static void autoscale(Installation installation, TestNamespace namespace) {
    var autoscaler =
        new HorizontalPodAutoscalerBuilder()
            .withNewMetadata()
            .withName("by-cpu")
            .endMetadata()
            .withNewSpec()
            .withNewScaleTargetRef("apps/v1", "Deployment", "web")
            .withMinReplicas(1)
            .withMaxReplicas(3)
            .endSpec()
            .build();
    var unused =
        installation.cluster().client().resource(autoscaler).inNamespace(namespace.name()).create();
  }
}
