package io.scaledapp.operator.app.engine;

import static io.scaledapp.operator.app.engine.EngineFixture.app;
import static io.scaledapp.operator.app.engine.EngineFixture.scaling;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.Endpoint.State;
import io.scaledapp.operator.app.AppEvent.Kind;
import io.scaledapp.operator.app.Replica.Phase;
import org.junit.jupiter.api.Test;

class AppLifeTest {

  private final EngineFixture fixture = new EngineFixture();
  private final FakePlatform platform = fixture.platform;
  private final FakeBalancer balancer = fixture.balancer;

  @Test
  void startsOneReplicaAndRoutesToItOnceItIsReady() {
    fixture.apply(app("v1"));

    assertThat(platform.ids(Phase.STARTING)).containsExactly("r1");
    assertThat(fixture.endpoints(State.READY)).isEmpty();
    assertThat(fixture.condition("Ready").getReason()).isEqualTo("Starting");

    platform.ready("r1");
    fixture.run();

    assertThat(fixture.endpoints(State.READY)).containsExactly("r1");
    assertThat(fixture.condition("Ready").getStatus()).isEqualTo("True");
    assertThat(fixture.condition("Progressing").getReason()).isEqualTo("RolloutComplete");
    assertThat(fixture.status().url()).isEqualTo("http://hello.localhost:8080/");
    assertThat(fixture.kinds())
        .containsExactly(
            Kind.APPLIED,
            Kind.PREPARING,
            Kind.STARTING,
            Kind.REPLICA_READY,
            Kind.ROLLOUT_DONE,
            Kind.READY);
  }

  @Test
  void gainsReplicasUnderLoadAndLosesThemAfterIt() {
    fixture.apply(app("v1", null, scaling(1, 4))).live(15);

    balancer.concurrency = 200;
    fixture.live(5);
    assertThat(fixture.status().readyReplicas()).isEqualTo(4);
    assertThat(fixture.lastReason()).contains("requests in flight, target 50 each");

    fixture.live(20);
    balancer.concurrency = 0;
    fixture.live(25);
    assertThat(fixture.status().replicas()).isEqualTo(1);
    assertThat(fixture.endpoints(State.READY)).hasSize(1);
  }
}
