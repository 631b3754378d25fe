package io.scaledapp.operator.app.engine;

import static io.scaledapp.operator.app.engine.EngineFixture.app;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.Endpoint.State;
import io.scaledapp.crds.v1alpha1.Scaling;
import io.scaledapp.operator.app.AppEvent.Kind;
import io.scaledapp.operator.app.Replica.Phase;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Victims of an app whose replicas are to keep their sessions until they end. */
class KeptSessionsTest {

  private final EngineFixture fixture = new EngineFixture();
  private final FakePlatform platform = fixture.platform;
  private final FakeBalancer balancer = fixture.balancer;

  private static Scaling keeping(@Nullable String idle) {
    return new Scaling(1, 4, null, "10s", "3s", null, "0s", null, "20s", null, null, null, idle);
  }

  @BeforeEach
  void threeReplicasOfWhichOneKeepsItsSession() {
    fixture.apply(app("v1", 3, keeping("20s"))).live(3);
    balancer.stuck.put("r1", 2);
    balancer.stuck.put("r2", 2);
    balancer.stuck.put("r3", 1);
    fixture.report();
    fixture.scale(2);
    assertThat(fixture.endpoints(State.DRAINING)).containsExactly("r3");
  }

  private List<Endpoint> endpoints() {
    return fixture.tables.getLast().apps().getFirst().endpoints();
  }

  @Test
  void balancersAreToldThatSessionsGoOnForAsLongAsTheyLike() {
    assertThat(endpoints()).extracting(Endpoint::takesSessions).containsExactly(false, false, true);
    assertThat(endpoints()).extracting(Endpoint::drainMillis).containsOnlyNulls();
  }

  @Test
  void peopleAreToldWhyItIsStillThere() {
    assertThat(fixture.condition("ScalingActive").getMessage())
        .endsWith("; 1 replica that is to go keeps its sessions until they end");
  }

  @Test
  void staysAfterTheDrainTimeoutWhileAnythingIsInFlight() {
    fixture.pass(300);
    assertThat(platform.ids(Phase.TERMINATING)).isEmpty();
  }

  @Test
  void isStoppedWhenNothingWasInFlightForLongEnough() {
    fixture.pass(60);
    balancer.stuck.remove("r3");
    fixture.pass(19);
    assertThat(platform.ids(Phase.TERMINATING)).isEmpty();
    fixture.pass(5);
    assertThat(platform.ids(Phase.TERMINATING)).containsExactly("r3");
  }

  @Test
  void requestThatCameAndWentBetweenTwoReportsKeepsIt() {
    balancer.stuck.remove("r3");
    fixture.pass(15);
    balancer.requestsASecond = 1;
    fixture.pass(1);
    balancer.requestsASecond = 0;
    fixture.pass(15);
    assertThat(platform.ids(Phase.TERMINATING)).isEmpty();
    fixture.pass(10);
    assertThat(platform.ids(Phase.TERMINATING)).containsExactly("r3");
  }

  @Test
  void nothingIsKnownWhileABalancerIsSilent() {
    balancer.stuck.remove("r3");
    fixture.pass(5);
    balancer.silent = true;
    fixture.pass(60);
    assertThat(platform.ids(Phase.TERMINATING)).isEmpty();
  }

  @Test
  void isRevivedWhenLoadReturns() {
    fixture.pass(60).scale(3);
    assertThat(fixture.endpoints(State.READY)).containsExactly("r1", "r2", "r3");
    assertThat(fixture.kinds()).contains(Kind.REVIVED);
    assertThat(platform.ids(Phase.STARTING)).isEmpty();
  }

  @Test
  void isDrainedLikeAnyOtherWhenTheAppNoLongerWantsSessionsKept() {
    fixture.apply(app("v1", 2, keeping(null))).pass(2);
    assertThat(endpoints()).extracting(Endpoint::drainMillis).containsExactly(null, null, 30_000L);
    fixture.pass(30);
    assertThat(platform.ids(Phase.TERMINATING)).containsExactly("r3");
  }

  @Test
  void isDrainedLikeAnyOtherAfterADay() {
    fixture.elapse(Duration.ofHours(24));
    fixture.pass(1);
    assertThat(endpoints()).extracting(Endpoint::takesSessions).containsOnly(false);
    assertThat(fixture.endpoints(State.DRAINING)).containsExactly("r3");
    fixture.pass(31);
    assertThat(platform.ids(Phase.TERMINATING)).containsExactly("r3");
  }

  @Test
  void deletionDoesNotWaitForSessions() {
    var unused = fixture.engine.delete("hello");
    fixture.pass(32);
    assertThat(platform.ids(Phase.READY)).isEmpty();
  }
}
