package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.LeftOut;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import org.junit.jupiter.api.Test;

/** A pod asks for more CPU until it is ready, where pods can be resized. */
@OnCluster
class StartupCpuIT {

  @Test
  void theRequestIsLoweredInPlaceWhenThePodIsReady(
      Installation installation, TestNamespace namespace) {
    var app =
        ClusterApp.hello(installation, namespace, "spec: {startup: {cpu: 100m}}").awaitReady(1);
    var pod = app.pods().getFirst();

    if (!installation.cluster().kubectl("get", "--raw", "/api/v1").contains("\"pods/resize\"")) {
      LeftOut.tell("WHETHER CPU IS LOWERED WAS NOT TESTED: this cluster cannot resize pods");
      assertThat(app.condition("Degraded").getMessage()).contains("spec.startup has no effect");
      assertThat(cpu(pod)).isEqualTo("10m");
      return;
    }
    assertThat(pod.getMetadata().getAnnotations()).containsEntry("scaledapp.io/cpu-request", "10m");
    var lowered =
        Await.until(
            "the pod asks for less",
            ClusterApp.START_LIMIT,
            () -> app.pods().getFirst(),
            one -> cpu(one).equals("10m"));
    assertThat(lowered.getMetadata().getUid()).isEqualTo(pod.getMetadata().getUid());
    assertThat(lowered.getStatus().getContainerStatuses())
        .allMatch(one -> one.getRestartCount() == 0);
  }

  private static String cpu(Pod pod) {
    var resources = pod.getSpec().getContainers().getFirst().getResources();
    return String.valueOf(resources.getRequests().get("cpu"));
  }
}
