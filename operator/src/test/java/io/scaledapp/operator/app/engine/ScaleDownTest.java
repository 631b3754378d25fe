package io.scaledapp.operator.app.engine;

import static io.scaledapp.operator.app.engine.EngineFixture.app;
import static io.scaledapp.operator.app.engine.EngineFixture.scaling;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.Endpoint.State;
import io.scaledapp.operator.app.AppEvent.Kind;
import io.scaledapp.operator.app.Replica.Phase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScaleDownTest {

  private final EngineFixture fixture = new EngineFixture();
  private final FakePlatform platform = fixture.platform;
  private final FakeBalancer balancer = fixture.balancer;

  @BeforeEach
  void threeReplicas() {
    fixture.apply(app("v1", 3, scaling(1, 4))).live(3);
    assertThat(fixture.endpoints(State.READY)).containsExactly("r1", "r2", "r3");
  }

  @Test
  void theOneWithTheFewestRequestsGoes() {
    balancer.stuck.put("r1", 2);
    balancer.stuck.put("r3", 1);
    fixture.report();

    fixture.scale(2);

    assertThat(fixture.endpoints(State.DRAINING)).containsExactly("r2");
    assertThat(platform.ids(Phase.TERMINATING)).isEmpty();
  }

  @Test
  void balancersAreToldHowLongItMayTake() {
    fixture.scale(2);
    assertThat(fixture.tables.getLast().apps().getFirst().endpoints())
        .extracting(Endpoint::drainMillis)
        .containsExactly(null, null, 30_000L);
  }

  @Test
  void oneThatIsNotReadyGoesFirstAndOneThatStartsIsStoppedAtOnce() {
    fixture.scale(4);
    assertThat(platform.ids(Phase.STARTING)).containsExactly("r4");
    platform.notReady("r2");
    fixture.run();

    fixture.scale(2);

    assertThat(platform.ids(Phase.TERMINATING)).containsExactly("r4");
    assertThat(fixture.endpoints(State.READY)).containsExactly("r1", "r3");
    assertThat(fixture.kinds()).contains(Kind.DRAINING);
  }

  @Test
  void isStoppedWhenReportsFromAfterTheDrainSayThatNothingIsInFlight() {
    fixture.scale(2);
    assertThat(fixture.endpoints(State.DRAINING)).containsExactly("r3");

    fixture.pass(1);
    assertThat(platform.ids(Phase.TERMINATING)).as("that report may be older").isEmpty();
    fixture.pass(1);
    assertThat(platform.ids(Phase.TERMINATING)).containsExactly("r3");
    assertThat(fixture.endpoints(State.DRAINING)).isEmpty();
  }

  @Test
  void isStoppedAtTheDeadlineWhateverIsInFlight() {
    balancer.stuck.put("r1", 1);
    balancer.stuck.put("r2", 1);
    balancer.stuck.put("r3", 1);
    fixture.report();
    fixture.scale(2).pass(29);
    assertThat(platform.ids(Phase.TERMINATING)).isEmpty();

    fixture.pass(1);

    assertThat(platform.ids(Phase.TERMINATING)).containsExactly("r3");
  }

  @Test
  void aSilentBalancerMayStillBeServing() {
    balancer.silent = true;

    fixture.scale(2).pass(29);
    assertThat(platform.ids(Phase.TERMINATING)).isEmpty();
    fixture.pass(1);
    assertThat(platform.ids(Phase.TERMINATING)).containsExactly("r3");
  }

  @Test
  void aDrainingReplicaIsRevivedWhenItIsWantedAgain() {
    balancer.stuck.put("r3", 1);
    balancer.stuck.put("r2", 2);
    balancer.stuck.put("r1", 2);
    fixture.report();
    fixture.scale(2).pass(5);
    assertThat(fixture.endpoints(State.DRAINING)).containsExactly("r3");

    fixture.scale(3);

    assertThat(fixture.endpoints(State.READY)).containsExactly("r1", "r2", "r3");
    assertThat(platform.ids(Phase.STARTING)).as("no cold start").isEmpty();
    assertThat(fixture.kinds()).contains(Kind.REVIVED);
    fixture.pass(60);
    assertThat(platform.ids(Phase.TERMINATING)).isEmpty();
  }
}
