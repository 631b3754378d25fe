package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.LeftOut;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A pod that uses too much memory is replaced, and no request notices. The metrics server's part is
 * played by a kind of the same name, so that the test says what each pod uses.
 */
@OnCluster
class RecycleIT {

  private static final String KIND =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata:
        name: pods.metrics.k8s.io
        annotations: {api-approved.kubernetes.io: unapproved, for a test}
      spec:
        group: metrics.k8s.io
        scope: Namespaced
        names: {plural: pods, singular: pod, kind: PodMetrics, listKind: PodMetricsList}
        versions:
        - name: v1beta1
          served: true
          storage: true
          schema:
            openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
      """
          .replace("unapproved, for a test", "\"unapproved, for a test\"");

  private static final String METRICS =
      """
      apiVersion: metrics.k8s.io/v1beta1
      kind: PodMetrics
      metadata:
        name: %s
        namespace: %s
        labels: {app.kubernetes.io/managed-by: scaledapp, scaledapp.io/app: %s}
      timestamp: "%s"
      window: 15s
      containers:
      - {name: %s, usage: {cpu: 5m, memory: 200Mi}}
      """;

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @Test
  void aFatPodIsReplacedAndNoRequestFails(Installation installation, TestNamespace namespace)
      throws Exception {
    var client = installation.cluster().client();
    if (client.hasApiGroup("metrics.k8s.io", true)) {
      LeftOut.tell("WHETHER FAT PODS ARE RECYCLED WAS NOT TESTED: here is a real metrics server");
      return;
    }
    var app =
        ClusterApp.hello(
                installation,
                namespace,
                "spec: {scaling: {minReplicas: 2}, recycle: {memory: 100Mi}}")
            .awaitReady(2);
    assertThat(app.await("Degraded=True:MemoryNotMeasured").getMessage())
        .contains("install metrics-server");

    var kind = client.resource(YAML.unmarshal(KIND, CustomResourceDefinition.class));
    kind.create();
    try {
      kind.waitUntilCondition(RecycleIT::isEstablished, 30, TimeUnit.SECONDS);
      app.await("Degraded=False:AsExpected");
      recycle(client, app);
    } finally {
      kind.delete();
    }
  }

  private static void recycle(KubernetesClient client, ClusterApp app) throws Exception {
    var before = names(app);
    try (var prober = app.probe("/slow?ms=50", 16)) {
      var fat = app.pods().getFirst();
      client.resource(metrics(fat, app)).create();
      var unused =
          Await.until(
              "the fat pod is gone",
              ClusterApp.START_LIMIT,
              () -> names(app),
              now -> !now.contains(fat.getMetadata().getName()));
      app.awaitReady(2);
      assertThat(names(app)).as("the other one stays").containsAnyElementsOf(before);
      assertThat(prober.stop()).isEmpty();
      assertThat(prober.answered()).isPositive();
    }
    assertThat(app.events())
        .anyMatch(event -> event.startsWith("Recycling: ") && event.contains("uses 200 MiB"));
  }

  private static List<String> names(ClusterApp app) {
    return app.pods().stream().map(pod -> pod.getMetadata().getName()).toList();
  }

  private static boolean isEstablished(CustomResourceDefinition kind) {
    return kind.getStatus() != null
        && kind.getStatus().getConditions().stream()
            .anyMatch(one -> one.getType().equals("Established") && one.getStatus().equals("True"));
  }

  private static GenericKubernetesResource metrics(Pod pod, ClusterApp app) {
    var metadata = pod.getMetadata();
    var container = pod.getSpec().getContainers().getFirst().getName();
    var text =
        METRICS.formatted(
            metadata.getName(),
            metadata.getNamespace(),
            app.name(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            container);
    return YAML.unmarshal(text, GenericKubernetesResource.class);
  }
}
