package io.scaledapp.operator.app.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.scaledapp.crds.v1alpha1.Load;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import io.scaledapp.crds.v1alpha1.ScaledAppStatus;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Replica.Phase;
import io.scaledapp.operator.app.model.AppModel;
import io.scaledapp.operator.app.plan.Rollout;
import io.scaledapp.operator.app.plan.Rollout.Failure;
import io.scaledapp.operator.app.plan.Rollout.Preparation;
import io.scaledapp.operator.app.plan.RolloutWords;
import io.scaledapp.operator.autoscaler.AutoscalerState;
import io.scaledapp.operator.autoscaler.Decision;
import io.scaledapp.operator.autoscaler.Decision.Limit;
import io.scaledapp.operator.autoscaler.LoadSample;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusMappingTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.5Z");
  private static final Rollout DONE = new Rollout(1, 1, Preparation.DONE, null, true, 1, NOW);

  @ParameterizedTest
  @CsvSource({
    "READY, 2, True, ReplicasReady",
    "STARTING, 2, False, Starting",
    "CRASH_LOOP_BACK_OFF, 2, False, CrashLoopBackOff",
    ", 0, True, ScaledToZero",
    ", 2, False, Starting",
  })
  void isReadyWhenAnyReplicaIsOrNoneIsNeeded(
      @Nullable Phase phase, int desired, String status, String reason) {
    var replicas = phase == null ? new Phase[0] : new Phase[] {phase};

    var ready = condition("Ready", status(DONE, decision(desired, Limit.NONE), replicas));

    assertThat(ready.getStatus()).isEqualTo(status);
    assertThat(ready.getReason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, False, DesiredWithinRange",
    "FIXED, False, DesiredWithinRange",
    "MIN_REPLICAS, True, TooFewReplicas",
    "MAX_REPLICAS, True, TooManyReplicas",
    "SCALE_UP_RULES, True, ScaleUpLimit",
    "SCALE_DOWN_RULES, True, ScaleDownLimit",
    "RECENT_NEED, False, DesiredWithinRange",
    "PANIC, True, Panic",
    "LOAD_UNKNOWN, True, LoadUnknown",
  })
  void saysWhatLimitsTheScaling(Limit limit, String status, String reason) {
    var limited = condition("ScalingLimited", status(DONE, decision(1, limit), Phase.READY));

    assertThat(limited.getStatus()).isEqualTo(status);
    assertThat(limited.getReason()).isEqualTo(reason);
  }

  @Test
  void aFixedCountIsNoActiveScaling() {
    var active = condition("ScalingActive", status(DONE, decision(1, Limit.FIXED), Phase.READY));

    assertThat(active.getStatus()).isEqualTo("False");
    assertThat(active.getReason()).isEqualTo("ScalingDisabled");
  }

  @Test
  void aFailedRolloutIsToldWhileTheOldReplicasServe() {
    var failed =
        new Rollout(
            2,
            1,
            Preparation.FAILED,
            new Failure("BuildFailed", "npm ci: exit code 1", null),
            false,
            0,
            NOW);

    var status = status(failed, decision(1, Limit.NONE), Phase.READY);

    assertThat(condition("Ready", status).getStatus()).isEqualTo("True");
    assertThat(condition("Progressing", status).getStatus()).isEqualTo("False");
    assertThat(condition("Progressing", status).getReason()).isEqualTo("BuildFailed");
    assertThat(condition("Degraded", status).getStatus()).isEqualTo("True");
    assertThat(condition("Degraded", status).getMessage())
        .isEqualTo(
            "revision 2 is given up: npm ci: exit code 1; revision 1 goes on;"
                + " save the file or reload to try again");
  }

  @Test
  void countsReplicasAndLoad() {
    var status =
        status(DONE, decision(3, Limit.NONE), Phase.READY, Phase.STARTING, Phase.TERMINATING);

    assertThat(status.replicas()).isEqualTo(2);
    assertThat(status.readyReplicas()).isEqualTo(1);
    assertThat(status.desiredReplicas()).isEqualTo(3);
    assertThat(status.load()).isEqualTo(new Load(12.3, 7, 99.9, 2));
    assertThat(status.observedGeneration()).isEqualTo(5);
  }

  @Test
  void aConditionKeepsItsTimeWhileItsStatusStays() {
    var before = status(DONE, decision(1, Limit.NONE), Phase.READY);

    var view = view(DONE, decision(2, Limit.MAX_REPLICAS), Phase.READY);
    var after = StatusMapping.status(view, before, NOW.plusSeconds(100));

    assertThat(condition("Ready", after).getLastTransitionTime()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(condition("ScalingLimited", after).getLastTransitionTime())
        .isEqualTo("2026-01-01T00:01:40Z");
  }

  private static ScaledAppStatus status(Rollout rollout, Decision decision, Phase... phases) {
    return StatusMapping.status(view(rollout, decision, phases), null, NOW);
  }

  private static AppView view(Rollout rollout, Decision decision, Phase... phases) {
    return new AppView(
        model(),
        5,
        rollout,
        Arrays.stream(phases).map(StatusMappingTest::replica).toList(),
        0,
        true,
        null,
        decision,
        null,
        new LoadSample(NOW, 12.34, 7, 99.94, 2, true),
        null,
        null,
        null,
        null,
        null,
        null,
        "http://127.0.0.1:8080/",
        RolloutWords.LOCAL);
  }

  private static Condition condition(String type, ScaledAppStatus status) {
    return Objects.requireNonNull(status.conditions()).stream()
        .filter(one -> one.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static Decision decision(int desired, Limit limit) {
    var next = AutoscalerState.initial(desired, NOW);
    return new Decision(desired, desired, "because", limit, true, next);
  }

  private static Replica replica(Phase phase) {
    return new Replica(
        "r-" + phase, "default/hello", 1, "hello-0", phase, "127.0.0.1", 1, NOW, null, 0, null);
  }

  private static AppModel model() {
    var app = new ScaledApp();
    app.setMetadata(new ObjectMetaBuilder().withName("hello").build());
    var container = new ContainerBuilder().withName("hello").build();
    var template =
        new PodTemplateSpecBuilder()
            .withNewSpec()
            .withContainers(List.of(container))
            .endSpec()
            .build();
    app.setSpec(
        new ScaledAppSpec(
            template, null, null, 8080, null, null, null, null, null, null, null, null, null));
    return AppModel.of(app, 4);
  }
}
