package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Artifacts;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart is installed, a sample's file is applied as it stands, and the app answers. */
@OnCluster
class InstallToFirstAnswerIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @ParameterizedTest
  @ValueSource(strings = {"express-hello", "spring-hello"})
  void sampleAnswersAsItStands(String name, Installation installation, TestNamespace namespace)
      throws Exception {
    var file = Artifacts.project().resolve("e2e/apps/%s/scaledapp.yaml".formatted(name));
    var unused =
        installation.cluster().kubectl("apply", "--namespace=" + namespace, "-f", file.toString());
    var app = ClusterApp.of(installation, namespace, name, name + ".localhost").awaitReady(1);

    var answer = app.get("/");

    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(answer.body()).contains(name);
    answersByItsNameInTheCluster(app, installation);
    assertThat(app.await("Ready=True:ReplicasReady").getMessage()).isEqualTo("1 ready, 1 desired");
    app.await("Progressing=True:RolloutComplete");
    app.await("Degraded=False:AsExpected");
    app.await("ScalingActive=True:ValidMetricFound");
    assertThat(app.condition("ScalingLimited").getStatus()).isNotNull();
    assertThat(app.resource().get().getMetadata().getGeneration())
        .isEqualTo(app.status().observedGeneration());
    assertThat(app.events()).anyMatch(event -> event.startsWith("Ready: answers at http"));
    assertThat(columns(app, installation))
        .isEqualTo("%s 1 1 http://%s.%s/".formatted(name, name, namespace));
  }

  private static void answersByItsNameInTheCluster(ClusterApp app, Installation installation) {
    var namespace = "--namespace=" + app.namespace();
    var cluster = installation.cluster();
    var unused =
        cluster.kubectl(
            "run",
            "neighbour",
            namespace,
            "--image=" + Artifacts.get("nodejs"),
            "--",
            "sleep",
            "infinity");
    cluster.kubectl("wait", "pod/neighbour", namespace, "--for=condition=Ready", "--timeout=60s");
    var fetch =
        "fetch('http://%s/').then(r => r.json()).then(t => console.log(t.app))"
            .formatted(app.name());
    var answer =
        Await.until(
            "an answer by the app's name",
            LIMIT,
            () -> cluster.tryKubectl("exec", "neighbour", namespace, "--", "node", "-e", fetch),
            result -> result.exitCode() == 0);
    assertThat(answer.output().strip()).isEqualTo(app.name());
  }

  /** What {@code kubectl get sapp} shows of it, without load, age and reason. */
  private static String columns(ClusterApp app, Installation installation) {
    var table = installation.cluster().kubectl("get", "sapp", "--namespace=" + app.namespace());
    assertThat(table.lines().findFirst().orElse("").split(" +"))
        .containsExactly("NAME", "READY", "DESIRED", "LOAD", "URL", "AGE", "REASON");
    var row = table.lines().skip(1).findFirst().orElse("").split(" +");
    return String.join(" ", row[0], row[1], row[2], row[4]);
  }
}
