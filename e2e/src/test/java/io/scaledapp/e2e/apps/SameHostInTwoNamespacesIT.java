package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Two apps name the same host: the older one keeps it, and the other says so until it is free. */
@OnCluster
class SameHostInTwoNamespacesIT {

  @Test
  void olderOneKeepsTheHostUntilItGoes(
      Installation installation, TestNamespace first, TestNamespace second) throws Exception {
    var older = ClusterApp.hello(installation, first, "older", "").awaitReady(1);
    // Times of creation have whole seconds.
    Await.pause(Duration.ofSeconds(1));
    var younger =
        ClusterApp.hello(
            installation,
            second,
            "younger",
            "spec: {routing: {hosts: [%s]}}".formatted(older.host()));

    assertThat(younger.await("Degraded=True:HostClash").getMessage())
        .contains(older.host(), first + "/older");
    younger.awaitReady(1);
    assertThat(answering(older)).contains("older");

    var unused = older.resource().delete();
    younger.await("Degraded=False:AsExpected");
    assertThat(answering(older)).contains("younger");
  }

  /** Who answers for the host of both. */
  private static String answering(ClusterApp app) throws IOException {
    return app.get("/").body();
  }
}
