package io.scaledapp.operator.app.engine;

import static io.scaledapp.operator.app.engine.EngineFixture.app;
import static io.scaledapp.operator.app.engine.EngineFixture.scaling;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import io.scaledapp.crds.v1alpha1.Scaling;
import io.scaledapp.crds.v1alpha1.TargetKind;
import io.scaledapp.crds.v1alpha1.TargetRef;
import io.scaledapp.operator.app.Adoption.Refusal;
import io.scaledapp.operator.app.AppEvent;
import io.scaledapp.operator.app.AppEvent.Kind;
import io.scaledapp.operator.app.Replica.Phase;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The engine runs an app whose replicas are those of a workload that is there already. */
class AdoptionLifeTest {

  private static final Refusal AUTOSCALER =
      new Refusal("TargetHasAutoscaler", "Deployment web is scaled by another", false);

  private final EngineFixture fixture = new EngineFixture();
  private final FakePlatform platform = fixture.platform;

  private void workload(int replicas) {
    platform.adopts = true;
    for (var number = 0; number < replicas; number++) {
      platform.existing("web" + number);
    }
  }

  private static ScaledApp adopting(@Nullable Integer port, @Nullable Scaling scaling) {
    var app = app("unused", null, scaling);
    var spec = app.getSpec();
    var target = new TargetRef(null, TargetKind.DEPLOYMENT, "web");
    app.setSpec(
        new ScaledAppSpec(
            null,
            target,
            null,
            port,
            null,
            null,
            spec.scaling(),
            spec.routing(),
            null,
            null,
            null,
            null,
            null));
    return app;
  }

  @Test
  void beginsWithTheReplicasThatAreThere() {
    workload(3);

    fixture.apply(adopting(null, scaling(1, 8))).pass(5);

    assertThat(platform.ids(Phase.READY)).hasSize(3);
    assertThat(fixture.endpoints(Endpoint.State.READY)).hasSize(3);
    assertThat(fixture.status().desiredReplicas()).isEqualTo(3);
    assertThat(fixture.status().selector()).isEqualTo("app=web");
    assertThat(fixture.kinds()).contains(Kind.ADOPTED).doesNotContain(Kind.SCALED);
  }

  @Test
  void calmLowersItToItsMinimumWithDrains() {
    workload(3);

    fixture.apply(adopting(null, scaling(1, 8))).live(15);

    assertThat(platform.ids(Phase.READY)).hasSize(1);
    assertThat(fixture.kinds()).contains(Kind.DRAINING, Kind.SCALED);
  }

  @Test
  void portOfTheSpecWinsAndChangesInPlace() {
    workload(1);
    fixture.apply(adopting(null, null)).pass(1);
    assertThat(port()).isEqualTo(3000);

    fixture.apply(adopting(8080, null)).pass(1);
    assertThat(port()).isEqualTo(8080);
    assertThat(fixture.kinds()).doesNotContain(Kind.ROLLOUT_STARTED);
  }

  private int port() {
    return fixture.tables.getLast().apps().getFirst().endpoints().getFirst().port();
  }

  @Test
  void replicasThatAWorkloadReplacesItselfAreNoSurplus() {
    workload(2);
    fixture.apply(adopting(null, scaling(2, 8))).pass(2);

    platform.rolling = true;
    platform.existing("surge");
    fixture.run().pass(5);

    assertThat(fixture.endpoints(Endpoint.State.READY)).hasSize(3);
    assertThat(fixture.kinds()).doesNotContain(Kind.DRAINING, Kind.SCALED);
  }

  @Test
  void refusedWorkloadIsRoutedToAndNotScaled() {
    workload(2);
    platform.refusal = AUTOSCALER;
    fixture.apply(adopting(null, scaling(4, 8))).live(5);

    assertThat(platform.ids(Phase.READY)).hasSize(2);
    assertThat(fixture.endpoints(Endpoint.State.READY)).hasSize(2);
    assertThat(fixture.condition("Accepted").getReason()).isEqualTo("TargetHasAutoscaler");
    assertThat(fixture.condition("ScalingActive").getReason()).isEqualTo("TargetHasAutoscaler");
    assertThat(fixture.condition("Ready").getStatus()).isEqualTo("True");
    assertThat(fixture.status().desiredReplicas()).isNull();
    assertThat(fixture.kinds()).containsOnlyOnce(Kind.ADOPTION_REFUSED);

    platform.refusal = null;
    fixture.live(5);
    assertThat(platform.ids(Phase.READY)).hasSize(4);
    assertThat(fixture.condition("Accepted").getStatus()).isEqualTo("True");
  }

  @Test
  void drainsEndWhenAWorkloadIsNoLongerItsToScale() {
    workload(2);
    fixture.balancer.stuck.putAll(Map.of("web0", 1, "web1", 1));
    fixture.apply(adopting(null, scaling(1, 8))).pass(12);
    assertThat(fixture.endpoints(Endpoint.State.DRAINING)).hasSize(1);

    platform.refusal = AUTOSCALER;
    fixture.pass(1);

    assertThat(fixture.endpoints(Endpoint.State.READY)).hasSize(2);
  }

  @Test
  void missingWorkloadHoldsNoRequest() {
    platform.adopts = true;
    platform.refusal = new Refusal("TargetMissing", "there is none", false);

    fixture.apply(adopting(null, null)).pass(1);

    assertThat(fixture.condition("Ready").getReason()).isEqualTo("TargetMissing");
    assertThat(fixture.tables.getLast().apps().getFirst().queue().maxRequests()).isZero();
  }

  @Test
  void pausedOneIsNotTouchedFromTheBegin() {
    workload(1);
    var app = adopting(null, scaling(3, 8));
    app.getMetadata().setAnnotations(Map.of("scaledapp.io/paused", "true"));

    fixture.apply(app).live(5);

    assertThat(platform.ids(Phase.READY)).hasSize(1);
    assertThat(fixture.condition("ScalingActive").getReason()).isEqualTo("Paused");
  }

  @Test
  void deletionGivesBackWithoutADrain() {
    workload(2);
    fixture.apply(adopting(null, scaling(2, 8))).pass(2);

    var deletion = fixture.engine.delete("hello").toCompletableFuture();
    fixture.run();

    assertThat(deletion).isCompleted();
    assertThat(platform.givenBack).containsOnly(2);
    assertThat(fixture.engine.list()).isEmpty();
    assertThat(fixture.events)
        .extracting(AppEvent::kind)
        .contains(Kind.GIVEN_BACK)
        .doesNotContain(Kind.DRAINING);
  }

  @Test
  void nameOfSomebodyElseIsToldOnce() {
    workload(1);
    fixture.apply(adopting(null, null)).pass(1);

    fixture.engine.nameTaken("default/hello", "there is a Service hello");
    fixture.engine.nameTaken("default/hello", "there is a Service hello");
    fixture.run();

    assertThat(fixture.condition("Degraded").getReason()).isEqualTo("ServiceNameTaken");
    assertThat(fixture.kinds()).containsOnlyOnce(Kind.NAME_TAKEN);
    fixture.engine.nameTaken("default/hello", null);
    assertThat(Objects.requireNonNull(fixture.condition("Degraded").getStatus()))
        .isEqualTo("False");
  }
}
