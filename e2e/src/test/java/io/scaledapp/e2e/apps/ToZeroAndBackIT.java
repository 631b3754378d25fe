package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** An app that nobody asks for has no pod, and whoever asks then is answered all the same. */
@OnCluster
class ToZeroAndBackIT {

  @Test
  void requestsThatFindNoReplicaAreHeldUntilOneIsReady(
      Installation installation, TestNamespace namespace) throws Exception {
    var app =
        ClusterApp.hello(
                installation,
                namespace,
                "spec: {scaling: {minReplicas: 0, scaleToZeroAfter: 5s, stableWindow: 6s}}")
            .awaitReady(1);
    app.awaitReady(0);
    app.await("Ready=True:ScaledToZero");
    Await.until("no pod is left", ClusterApp.START_LIMIT, () -> app.allPods().isEmpty());

    var statuses = getAtOnce(app, 20);

    assertThat(statuses).hasSize(20).containsOnly(200);
    assertThat(app.events()).anyMatch(event -> event.startsWith("Activated: 0 → 1: "));
    app.awaitReady(0);
  }

  private static List<Integer> getAtOnce(ClusterApp app, int requests) throws Exception {
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          clients.invokeAll(
              Collections.<Callable<Integer>>nCopies(requests, () -> app.get("/").status()));
      return answers.stream().map(Future::resultNow).toList();
    }
  }
}
