package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A StatefulSet loses its highest ordinals first, and each is drained before. */
@OnCluster
class AdoptStatefulSetIT {

  @Test
  void highestOrdinalsGoAndNoRequestNotices(Installation installation, TestNamespace namespace)
      throws Exception {
    var queue = ExistingWorkload.statefulSet(installation, namespace, "queue", 3).awaitReady(3);
    var app = queue.adopt("jobs", "spec: {replicas: 3}").awaitReady(3);

    try (var clients = app.probe("/slow?ms=100", 6)) {
      app.patch("spec: {replicas: 1}");
      app.awaitReady(1);
      awaitPods(queue, Set.of("queue-0"));

      app.patch("spec: {replicas: 2}");
      app.awaitReady(2);
      awaitPods(queue, Set.of("queue-0", "queue-1"));
      assertThat(clients.stop()).isEmpty();
      assertThat(clients.answered()).isPositive();
    }
  }

  /** A StatefulSet takes its pods away one after the other. */
  private static void awaitPods(ExistingWorkload workload, Set<String> names) {
    var unused =
        Await.until(
            "the pods " + names,
            ClusterApp.START_LIMIT,
            () ->
                workload.pods().stream()
                    .map(pod -> pod.getMetadata().getName())
                    .collect(Collectors.toSet()),
            names::equals);
  }
}
