package io.scaledapp.operator.app.engine;

import static io.scaledapp.operator.app.engine.EngineFixture.app;
import static io.scaledapp.operator.app.engine.EngineFixture.scaling;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import io.scaledapp.operator.app.Replica.Phase;
import io.scaledapp.operator.app.model.AppModel;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An app is left alone for a while, or stopped. */
class PauseTest {

  private final EngineFixture fixture = new EngineFixture();
  private final FakePlatform platform = fixture.platform;

  @Test
  void aPausedAppKeepsItsReplicasWhateverTheLoad() {
    fixture.apply(app("v1", null, scaling(1, 4))).live(15);
    fixture.apply(paused(app("v2", null, scaling(1, 4))));

    fixture.balancer.concurrency = 200;
    fixture.live(30);

    assertThat(platform.alive(1)).hasSize(1);
    assertThat(platform.alive(2)).as("a changed template waits").isEmpty();
    assertThat(fixture.condition("ScalingActive").getReason()).isEqualTo("Paused");

    fixture.apply(app("v2", null, scaling(1, 4))).live(30);
    assertThat(platform.alive(2)).hasSize(4);
  }

  @Test
  void routesOfAPausedAppFollowItsReplicas() {
    fixture.apply(app("v1", 2, null)).live(5);
    fixture.apply(paused(app("v1", 2, null)));

    platform.notReady("r1");
    fixture.run();

    assertThat(fixture.endpoints(io.scaledapp.balancer.control.Endpoint.State.READY))
        .containsExactly("r2");
  }

  @Test
  void aSuspendedAppStopsAndHoldsNoRequest() {
    fixture.apply(app("v1", null, scaling(1, 4))).live(5);

    fixture.apply(suspended(app("v1", null, scaling(1, 4)))).live(5);

    assertThat(platform.ids(Phase.READY)).isEmpty();
    assertThat(fixture.condition("Ready").getReason()).isEqualTo("Suspended");
    assertThat(fixture.lastReason()).isEqualTo("1 → 0: fixed by spec.suspend");
    assertThat(fixture.tables.getLast().apps().getFirst().queue().maxRequests()).isZero();

    fixture.apply(app("v1", null, scaling(1, 4))).live(5);
    assertThat(platform.ids(Phase.READY)).hasSize(1);
  }

  private static ScaledApp paused(ScaledApp app) {
    app.getMetadata().setAnnotations(Map.of(AppModel.PAUSED_ANNOTATION, "true"));
    return app;
  }

  private static ScaledApp suspended(ScaledApp app) {
    var spec = app.getSpec();
    app.setSpec(
        new ScaledAppSpec(
            spec.template(),
            spec.targetRef(),
            spec.endpoints(),
            spec.port(),
            spec.replicas(),
            true,
            spec.scaling(),
            spec.routing(),
            spec.rollout(),
            spec.jobs(),
            spec.recycle(),
            spec.startup(),
            spec.local()));
    return app;
  }
}
