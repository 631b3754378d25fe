package io.scaledapp.e2e.apps;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was completed is gone back from with the rights of a user, and no client notices. */
@OnCluster
class RollbackOnClusterIT {

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Path LAUNCHER =
      Path.of(System.getProperty("scaledapp.project", "..")).resolve("scaledapp");

  @Test
  void afterCompletionTheFormerTemplateIsRolledOutWithoutAFailedRequest(
      Installation installation, TestNamespace namespace) throws Exception {
    var app = ClusterApp.hello(installation, namespace, "spec: {replicas: 2}").awaitReady(2);
    var former = template(app);
    app.patch("spec: {template: {metadata: {annotations: {example.com/release: r2}}}}");
    app.await("Progressing=True:RolloutComplete", "revision 2");

    try (var prober = app.probe("/slow?ms=5", 4)) {
      // A replica that drains is ready for as long.
      var history =
          Await.until(
              "the former revision has no replica",
              LIMIT,
              () -> run(installation, "history", app).lines().toList(),
              lines -> lines.stream().anyMatch(line -> line.matches("1 +0 .*")));
      assertThat(history).hasSize(3).anyMatch(line -> line.matches("2 +2 .*"));
      assertThat(run(installation, "rollback", app))
          .isEqualTo(app.name() + ": goes back to revision 1\n");
      app.await("Progressing=True:RolloutComplete", "revision 3");
      app.awaitReady(2, LIMIT);
      assertThat(prober.stop()).isEmpty();
    }
    assertThat(template(app)).doesNotContain("example.com/release", "SCALEDAPP_", "scaledapp.io/");
    assertThat(former).doesNotContain("SCALEDAPP_");
    assertThat(run(installation, "rollback", app, "--to", "9"))
        .contains("there is no revision 9; those that are kept: 1, 2, 3");
  }

  private static String template(ClusterApp app) {
    return String.valueOf(app.resource().get().getSpec().template());
  }

  /** What the command says, as a user of the cluster's kubeconfig. */
  private static String run(
      Installation installation, String command, ClusterApp app, String... more) {
    return Await.unchecked(
        () -> {
          var all =
              new ArrayList<>(
                  List.of(LAUNCHER.toString(), command, app.name(), "-n", app.namespace()));
          all.addAll(List.of(more));
          var builder = new ProcessBuilder(all).redirectErrorStream(true);
          builder.environment().put("KUBECONFIG", installation.cluster().kubeconfig().toString());
          return new String(builder.start().getInputStream().readAllBytes(), UTF_8);
        });
  }
}
