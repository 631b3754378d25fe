package io.scaledapp.operator.app.engine;

import static io.scaledapp.operator.app.engine.EngineFixture.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.Endpoint.State;
import io.scaledapp.crds.v1alpha1.FixedEndpoint;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import io.scaledapp.operator.app.AppOperationException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FixedEndpointsTest {

  private final EngineFixture fixture = new EngineFixture();

  @Test
  void areRoutedToAsTheyAre() {
    fixture.apply(fixed());

    assertThat(fixture.tables.getLast().apps().getFirst().endpoints())
        .containsExactly(
            new Endpoint("10.0.0.1:80", "10.0.0.1", 80, 1, State.READY),
            new Endpoint("10.0.0.2:9000", "10.0.0.2", 9000, 5, State.READY));
    assertThat(fixture.condition("Ready").getReason()).isEqualTo("FixedEndpoints");
    assertThat(fixture.condition("Ready").getMessage()).isEqualTo("2 fixed endpoints, not checked");
    assertThat(fixture.status().readyReplicas()).isEqualTo(2);
    assertThat(fixture.status().replicas()).isEqualTo(2);
    assertThat(fixture.status().desiredReplicas()).isEqualTo(2);
    assertThat(fixture.platform.prepared).isEmpty();
  }

  @Test
  void canNeitherBeScaledNorReloaded() {
    fixture.apply(fixed());

    assertThatThrownBy(() -> fixture.engine.scale("hello", 2))
        .isInstanceOf(AppOperationException.class);
    assertThatThrownBy(() -> fixture.engine.reload("hello"))
        .isInstanceOf(AppOperationException.class);
  }

  @Test
  void areGoneAsSoonAsTheyAreDeleted() {
    fixture.apply(fixed());

    assertThat(fixture.engine.delete("hello").toCompletableFuture()).isCompleted();
    assertThat(fixture.tables.getLast().apps()).isEmpty();
  }

  @Test
  void takeThePlaceOfReplicasAndTheOtherWayRound() {
    fixture.apply(app("v1", 2, null)).live(2);

    fixture.apply(fixed()).live(5);
    assertThat(fixture.platform.replicas(EngineFixture.ID)).isEmpty();
    assertThat(fixture.endpoints(State.READY)).hasSize(2);

    fixture.apply(app("v1", 2, null)).live(5);
    assertThat(fixture.endpoints(State.READY)).containsExactly("r3", "r4");
  }

  private static ScaledApp fixed() {
    var app = new ScaledApp();
    app.setMetadata(new ObjectMetaBuilder().withName("hello").build());
    var endpoints =
        List.of(
            new FixedEndpoint("10.0.0.1", null, null, null),
            new FixedEndpoint("10.0.0.2", 9000, 5, null));
    app.setSpec(
        new ScaledAppSpec(
            null, null, endpoints, 80, null, null, null, null, null, null, null, null, null));
    return app;
  }
}
