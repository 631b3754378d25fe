package io.scaledapp.operator.platform.kubernetes.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.Revision;
import io.scaledapp.operator.app.model.PreRolloutJob;
import io.scaledapp.operator.app.model.TimedJob;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Jobs of an app: before a revision, and at times. */
class JobTemplatesTest {

  private static final String APP =
      """
      apiVersion: scaledapp.io/v1alpha1
      kind: ScaledApp
      metadata: {name: NAME, namespace: shops, uid: u1}
      spec:
        port: 3000
        template:
          metadata: {labels: {tier: front}}
          spec:
            serviceAccountName: shop
            containers:
            - name: web
              image: example.com/shop:1
              command: [node, server.js]
              args: [--fast]
              env: [{name: DB, value: "postgres://db"}, {name: SCALEDAPP_APP, value: mine}]
              ports: [{containerPort: 3000, hostPort: 3000}]
              readinessProbe: {tcpSocket: {port: 3000}}
              livenessProbe: {tcpSocket: {port: 3000}}
              startupProbe: {tcpSocket: {port: 3000}}
              lifecycle: {preStop: {sleep: {seconds: 5}}}
              volumeMounts: [{name: data, mountPath: /data}]
            - {name: metrics, image: example.com/metrics:1}
            volumes: [{name: data, emptyDir: {}}]
        rollout: {before: {command: [node, migrate.js], timeout: 90s, retries: 2}}
        jobs:
        - {name: cleanup, schedule: 30 4 * * 1-5, timeZone: Europe/Berlin, command: [node, cleanup.js]}
      """;

  @Test
  void jobOfARevisionBelongsToTheAppAndSaysWhichRevision() {
    var job = before("shop", 2);

    assertThat(job.getMetadata().getName()).matches("shop-r2-[0-9a-f]{6}");
    assertThat(job.getMetadata().getNamespace()).isEqualTo("shops");
    assertThat(job.getMetadata().getLabels())
        .containsAllEntriesOf(Map.of("scaledapp.io/app", "shop", "scaledapp.io/revision", "2"));
    assertThat(job.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getUid()).isEqualTo("u1"));
    assertThat(job.getSpec().getBackoffLimit()).isEqualTo(2);
    assertThat(job.getSpec().getActiveDeadlineSeconds()).isEqualTo(90);
  }

  @Test
  void podIsTheFirstContainerWithAnotherCommandAndNoReplica() {
    var pod = before("shop", 2).getSpec().getTemplate();

    assertThat(pod.getMetadata().getLabels()).isEqualTo(Map.of("tier", "front"));
    assertThat(pod.getSpec().getRestartPolicy()).isEqualTo("Never");
    assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("shop");
    assertThat(pod.getSpec().getVolumes()).hasSize(1);
    assertThat(pod.getSpec().getReadinessGates()).as("never ready").hasSize(1);
    var container = onlyContainer(pod);
    assertThat(container.getImage()).isEqualTo("example.com/shop:1");
    assertThat(container.getCommand()).containsExactly("node", "migrate.js");
    assertThat(container.getArgs()).isEmpty();
    assertThat(container.getPorts()).isEmpty();
    assertThat(container.getReadinessProbe()).isNull();
    assertThat(container.getLivenessProbe()).isNull();
    assertThat(container.getStartupProbe()).isNull();
    assertThat(container.getLifecycle()).isNull();
    assertThat(container.getVolumeMounts()).hasSize(1);
    assertThat(container.getEnv())
        .extracting(EnvVar::getName)
        .containsExactly("SCALEDAPP_APP", "SCALEDAPP_JOB", "DB");
  }

  @Test
  void nameTellsRevisionsTemplatesAndCommandsApartAndIsNeverTooLong() {
    var name = before("shop", 2).getMetadata().getName();
    var command = APP.replace("migrate.js", "mend.js");

    assertThat(before("shop", 2).getMetadata().getName()).isEqualTo(name);
    assertThat(before("shop", 3).getMetadata().getName()).isNotEqualTo(name);
    assertThat(before(app(command, "shop"), 2).getMetadata().getName()).isNotEqualTo(name);
    assertThat(before("s".repeat(52), 123_456).getMetadata().getName()).hasSize(63);
  }

  @Test
  void cronJobHasItsOwnZoneAndRunsOnceAtATime() {
    var made = cronJob(app(APP, "shop"));

    assertThat(made.getMetadata().getName()).matches("shop-cleanup-[0-9a-f]{6}");
    assertThat(made.getMetadata().getLabels()).doesNotContainKey("scaledapp.io/revision");
    assertThat(made.getSpec().getSchedule()).isEqualTo("30 4 * * 1-5");
    assertThat(made.getSpec().getTimeZone()).isEqualTo("Europe/Berlin");
    assertThat(made.getSpec().getConcurrencyPolicy()).isEqualTo("Forbid");
    assertThat(made.getSpec().getSuspend()).isFalse();
    var job = made.getSpec().getJobTemplate().getSpec();
    assertThat(job.getActiveDeadlineSeconds()).isEqualTo(3600);
    assertThat(job.getBackoffLimit()).isZero();
    assertThat(onlyContainer(job.getTemplate()).getCommand()).containsExactly("node", "cleanup.js");
  }

  @Test
  void cronJobOfASuspendedAppIsSuspended() {
    var app = app(APP.replace("  port: 3000\n", "  port: 3000\n  suspend: true\n"), "shop");

    assertThat(cronJob(app).getSpec().getSuspend()).isTrue();
  }

  @Test
  void namesOfCronJobsAreNeverTooLongAndNeverShared() {
    var one = cronJob(app(APP.replace("name: cleanup", "name: b-c"), "a"));
    var other = cronJob(app(APP.replace("name: cleanup", "name: c"), "a-b"));

    assertThat(one.getMetadata().getName()).isNotEqualTo(other.getMetadata().getName());
    assertThat(cronJob(app(APP, "s".repeat(52))).getMetadata().getName()).hasSize(52);
  }

  @Test
  void digestOfACronJobTellsOfItsPod() {
    var digest = cronJob(app(APP, "shop")).getMetadata().getAnnotations();
    var changed = cronJob(app(APP.replace("shop:1", "shop:2"), "shop"));

    assertThat(cronJob(app(APP, "shop")).getMetadata().getAnnotations()).isEqualTo(digest);
    assertThat(changed.getMetadata().getAnnotations()).isNotEqualTo(digest);
  }

  private static Job before(String name, int number) {
    return before(app(APP, name), number);
  }

  private static Job before(ScaledApp app, int number) {
    var revision = new Revision("shops/" + app.getMetadata().getName(), number, "digest", app);
    return JobTemplate.of(revision, PreRolloutJob.of(app).orElseThrow());
  }

  private static CronJob cronJob(ScaledApp app) {
    return CronJobTemplate.of(app, TimedJob.of(app).getFirst());
  }

  private static Container onlyContainer(PodTemplateSpec pod) {
    assertThat(pod.getSpec().getContainers()).hasSize(1);
    return pod.getSpec().getContainers().getFirst();
  }

  private static ScaledApp app(String yaml, String name) {
    return new KubernetesSerialization().unmarshal(yaml.replace("NAME", name), ScaledApp.class);
  }
}
