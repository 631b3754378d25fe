package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An app that nobody asks for and nobody changes costs the API server no write. */
@OnCluster
class IdleWritesNothingIT {

  /** Within this long the last figures of the load enter the status. */
  private static final Duration SETTLED = Duration.ofSeconds(20);

  private static final Duration WATCHED = Duration.ofSeconds(60);

  private static final String KINDS =
      "sapp,service,endpointslice,poddisruptionbudget,replicaset,pod,event";

  @Test
  void nothingIsWrittenForAMinute(Installation installation, TestNamespace namespace) {
    var app = ClusterApp.hello(installation, namespace, "").awaitReady(1);
    Await.pause(SETTLED);
    var before = versions(app, installation);
    assertThat(before).hasSizeGreaterThan(5);

    Await.pause(WATCHED);

    assertThat(versions(app, installation)).isEqualTo(before);
  }

  /** Every object of the namespace with its resourceVersion. */
  private static List<String> versions(ClusterApp app, Installation installation) {
    return installation
        .cluster()
        .kubectl(
            "get",
            KINDS,
            "--namespace=" + app.namespace(),
            "--output=jsonpath={range .items[*]}{.kind} {.metadata.name}"
                + " {.metadata.resourceVersion}{'\\n'}{end}")
        .lines()
        .sorted()
        .toList();
  }
}
