package io.scaledapp.operator.platform.kubernetes.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.model.TimedJob;
import io.scaledapp.operator.platform.kubernetes.RecordingApiServer;
import io.scaledapp.operator.platform.kubernetes.template.CronJobTemplate;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class CronJobsTest {

  private static final String ANSWER =
      """
      {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "any"}}
      """;

  @AutoClose private final RecordingApiServer server = new RecordingApiServer();
  private final CronJobs jobs = new CronJobs(server.client());

  CronJobsTest() throws IOException {
    server.answer(200, ANSWER);
  }

  @Test
  void eachJobThatIsMissingIsApplied() {
    assertThat(jobs.apply(app("30 4 * * *", "UTC"), List.of())).isEmpty();

    assertThat(server.requests)
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.method()).isEqualTo("PATCH");
              assertThat(request.path())
                  .startsWith("/apis/batch/v1/namespaces/shop/cronjobs/web-tidy-")
                  .contains("fieldManager=scaledapp", "force=true");
              assertThat(request.media()).startsWith("application/apply-patch+yaml");
              assertThat(request.body()).contains("30 4 * * *", "tidy.js", "Forbid");
            });
  }

  @Test
  void oneThatIsAsItIsToBeIsLeftAloneWhateverTheClusterAdds() {
    var app = app("30 4 * * *", "UTC");
    var there =
        new CronJobBuilder(made(app))
            .editSpec()
            .withStartingDeadlineSeconds(7L)
            .endSpec()
            .withNewStatus()
            .withLastScheduleTime("2026-01-01T04:30:00Z")
            .endStatus()
            .build();

    assertThat(jobs.apply(app, List.of(there))).isEmpty();

    assertThat(server.requests).isEmpty();
  }

  @Test
  void oneThatSomebodyChangedIsBroughtBack() {
    var app = app("30 4 * * *", "UTC");
    var there = new CronJobBuilder(made(app)).editSpec().withSuspend(true).endSpec().build();

    assertThat(jobs.apply(app, List.of(there))).isEmpty();

    assertThat(server.requests)
        .extracting(RecordingApiServer.Request::method)
        .containsOnly("PATCH");
  }

  @Test
  void oneOfAnotherTemplateIsAppliedAnew() {
    var there = made(app("30 4 * * *", "UTC"));
    var changed = app("30 4 * * *", "UTC");
    var template = Objects.requireNonNull(changed.getSpec().template());
    template.getSpec().getContainers().getFirst().setImage("example.com/web:2");

    assertThat(jobs.apply(changed, List.of(there))).isEmpty();

    assertThat(server.requests)
        .extracting(RecordingApiServer.Request::method)
        .containsOnly("PATCH");
  }

  @Test
  void oneThatIsNoLongerNamedIsRemoved() {
    var there = made(app("30 4 * * *", "UTC"));

    assertThat(jobs.apply(ClusterApps.app("web"), List.of(there))).isEmpty();

    assertThat(server.requests)
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.method()).isEqualTo("DELETE");
              assertThat(request.path()).contains("/cronjobs/web-tidy-");
            });
  }

  @Test
  void whatTheApiServerRefusesIsToldInItsWords() {
    server.answer(
        422,
        """
        {"apiVersion": "v1", "kind": "Status", "code": 422, "reason": "Invalid",
         "message": "CronJob is invalid: spec.timeZone: unknown time zone Asia/Rangoon"}
        """);

    assertThat(jobs.apply(app("30 4 * * *", "Asia/Rangoon"), List.of()))
        .hasValue(
            "spec.jobs: the cluster refuses a CronJob: CronJob is invalid: spec.timeZone: unknown"
                + " time zone Asia/Rangoon");
  }

  @Test
  void whatMayPassIsThrownSoThatItIsTriedAgain() {
    server.answer(503, "");

    assertThatThrownBy(() -> jobs.apply(app("30 4 * * *", "UTC"), List.of()))
        .isInstanceOf(KubernetesClientException.class);
  }

  @Test
  void jobsThatCannotBeReadAreLeftToWhoSaysSo() {
    assertThat(jobs.apply(app("0 25 * * *", "UTC"), List.of())).isEmpty();

    assertThat(server.requests).isEmpty();
  }

  private static CronJob made(ScaledApp app) {
    return CronJobTemplate.of(app, TimedJob.of(app).getFirst());
  }

  private static ScaledApp app(String schedule, String zone) {
    var yaml =
        """
        apiVersion: scaledapp.io/v1alpha1
        kind: ScaledApp
        metadata: {name: web, namespace: shop, uid: uid-web, generation: 1}
        spec:
          port: 3000
          template: {spec: {containers: [{name: web, image: "example.com/web:1"}]}}
          jobs: [{name: tidy, schedule: "%s", timeZone: %s, command: [node, tidy.js]}]
        """;
    return new KubernetesSerialization().unmarshal(yaml.formatted(schedule, zone), ScaledApp.class);
  }
}
