package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What runs once for an app: before a revision, and at its times. */
@OnCluster
class JobsIT {

  private static final String BEFORE =
      """
      spec:
        rollout: {before: {command: [node, -e, '%s'], timeout: 2m}}
        template: {metadata: {annotations: {example.com/release: %s}}}
      """;

  @Test
  void aRevisionWaitsForItsJobWhichRunsOnceThoughTheLeaderGoes(
      Installation installation, TestNamespace namespace) throws Exception {
    var app =
        ClusterApp.hello(installation, namespace, BEFORE.formatted("0", "r1") + "  replicas: 2\n")
            .awaitReady(2);
    assertThat(jobs(app)).hasSize(1);

    try (var prober = app.probe("/slow?ms=50", 4)) {
      app.patch(BEFORE.formatted("setTimeout(() => 0, 20000)", "r2"));
      Await.until("the second Job", ClusterApp.START_LIMIT, () -> jobs(app).size() == 2);
      anotherLeads(installation);
      app.await("Progressing=True:RolloutComplete", "revision 2");

      assertThat(jobs(app)).as("no Job twice").hasSize(2);
      assertThat(prober.stop()).isEmpty();
    }
  }

  @Test
  void aJobThatFailsLeavesTheRevisionBeforeInPlaceAndIsNotRunAgain(
      Installation installation, TestNamespace namespace) throws Exception {
    var app = ClusterApp.hello(installation, namespace, BEFORE.formatted("0", "r1")).awaitReady(1);

    try (var prober = app.probe("/slow?ms=50", 4)) {
      app.patch(BEFORE.formatted("process.exit(3)", "r2"));
      Await.until(
          "Progressing tells of the job",
          ClusterApp.START_LIMIT,
          () -> app.condition("Progressing"),
          one -> one.getReason().equals("PreRolloutJobFailed"));
      Await.until(
          "an event tells of the job",
          ClusterApp.START_LIMIT,
          app::events,
          events -> events.stream().anyMatch(one -> one.startsWith("PrepareFailed")));
      anotherLeads(installation);
      app.awaitReady(1);
      assertThat(jobs(app)).hasSize(2);
      assertThat(app.condition("Ready").getStatus()).isEqualTo("True");

      app.patch(BEFORE.formatted("0", "r3"));
      app.await("Progressing=True:RolloutComplete", "revision 3");
      assertThat(prober.stop()).isEmpty();
    }
  }

  @Test
  void aScheduledJobRunsAsAPodThatIsNoReplica(Installation installation, TestNamespace namespace) {
    var app =
        ClusterApp.hello(
                installation,
                namespace,
                """
                spec:
                  replicas: 2
                  jobs:
                  - {name: tick, schedule: '* * * * *', timeZone: UTC, command: [node, -e, '0']}
                """)
            .awaitReady(2);

    Await.until(
        "a run that ended well",
        Duration.ofMinutes(3),
        () -> jobs(app).stream().anyMatch(JobsIT::succeeded));
    assertThat(app.allPods()).hasSize(2);
    assertThat(app.ready()).isEqualTo(2);
  }

  private static boolean succeeded(Job job) {
    var count = job.getStatus() == null ? null : job.getStatus().getSucceeded();
    return count != null && count > 0;
  }

  private static List<Job> jobs(ClusterApp app) {
    return app.client().batch().v1().jobs().inNamespace(app.namespace()).list().getItems();
  }

  private static void anotherLeads(Installation installation) {
    var holder = installation.leaseHolder();
    installation.cluster().client().resource(installation.leader()).delete();
    Await.until(
        "another leader",
        Duration.ofMinutes(1),
        installation::leaseHolder,
        next -> !next.isEmpty() && !next.equals(holder));
  }
}
