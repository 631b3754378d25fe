package io.scaledapp.operator.app.engine;

import static io.scaledapp.operator.app.engine.EngineFixture.app;
import static io.scaledapp.operator.app.engine.EngineFixture.scaling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.Condition;
import io.scaledapp.balancer.control.Endpoint.State;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import io.scaledapp.operator.app.AppEvent.Kind;
import io.scaledapp.operator.app.AppOperationException;
import io.scaledapp.operator.app.ListedReplica;
import io.scaledapp.operator.app.Replica.Phase;
import io.scaledapp.operator.app.UnknownAppException;
import org.junit.jupiter.api.Test;

class AppLifeTest {

  private final EngineFixture fixture = new EngineFixture();
  private final FakePlatform platform = fixture.platform;
  private final FakeBalancer balancer = fixture.balancer;

  @Test
  void whatHasNoEffectHereIsSaidAndIsNoTrouble() {
    platform.without = "spec.startup has no effect";

    fixture.apply(app("v1")).live(3);

    assertThat(fixture.condition("Degraded").getStatus()).isEqualTo("False");
    assertThat(fixture.condition("Degraded").getMessage())
        .isEqualTo("nothing is wrong; spec.startup has no effect");
  }

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
  void startsNothingBeforeItIsBuilt() {
    var build = platform.holdBuild(1);
    fixture.apply(app("v1")).live(60);
    assertThat(platform.replicas(EngineFixture.ID)).isEmpty();
    assertThat(fixture.condition("Progressing").getReason()).isEqualTo("Preparing");

    build.complete(null);
    fixture.run();

    assertThat(platform.ids(Phase.STARTING)).hasSize(1);
  }

  @Test
  void gainsReplicasUnderLoadAndLosesThemAfterIt() {
    fixture.apply(app("v1", null, scaling(1, 4))).live(15);

    balancer.concurrency = 200;
    fixture.live(5);
    assertThat(fixture.status().readyReplicas()).isEqualTo(4);
    assertThat(fixture.lastReason())
        .contains("requests in flight on average over 3 s, target 50 each");

    fixture.live(20);
    balancer.concurrency = 0;
    fixture.live(25);
    assertThat(fixture.status().replicas()).isEqualTo(1);
    assertThat(fixture.endpoints(State.READY)).hasSize(1);
  }

  @Test
  void aCrashLeavesTheRoutingTableAtOnceAndTheRestartIsAnotherEndpoint() {
    fixture.apply(app("v1", 2, null)).live(2);

    platform.crash("r1");
    fixture.run();

    assertThat(fixture.endpoints(State.READY)).containsExactly("r2");
    assertThat(fixture.condition("Degraded").getReason()).isEqualTo("CrashLoopBackOff");
    assertThat(fixture.condition("Degraded").getMessage()).contains("hello-1: exit code 1");
    assertThat(fixture.condition("Ready").getStatus()).isEqualTo("True");

    platform.restart("r1");
    fixture.live(1);

    assertThat(fixture.endpoints(State.READY)).containsExactly("r1-r1", "r2");
    assertThat(fixture.condition("Degraded").getStatus()).isEqualTo("False");
    assertThat(platform.alive(1)).as("no other was started for it").containsExactly("r1", "r2");
  }

  @Test
  void aReplicaThatIsNotReadyOnlyFinishesWhatItHas() {
    fixture.apply(app("v1", 2, null)).live(2);

    platform.notReady("r1");
    fixture.run();

    assertThat(fixture.endpoints(State.READY)).containsExactly("r2");
    assertThat(fixture.endpoints(State.DRAINING)).containsExactly("r1");
  }

  @Test
  void aReplicaThatVanishesIsReplaced() {
    fixture.apply(app("v1", 2, null)).live(2);

    platform.gone("r1");
    fixture.run();

    assertThat(platform.alive(1)).containsExactly("r2", "r3");
  }

  @Test
  void goesToZeroAndComesBackForAHeldRequestWithoutWaitingForTheTick() {
    fixture.apply(app("v1", null, scaling(0, 4))).live(40);
    assertThat(platform.alive(1)).isEmpty();
    assertThat(fixture.condition("Ready").getReason()).isEqualTo("ScaledToZero");

    balancer.queued = 1;
    balancer.concurrency = 1;
    fixture.report();

    assertThat(platform.ids(Phase.STARTING)).hasSize(1);
    assertThat(fixture.lastReason()).isEqualTo("0 → 1: 1 request held");
  }

  @Test
  void aScaleCommandFixesTheCountUntilItIsAutomaticAgain() {
    fixture.apply(app("v1", null, scaling(1, 4))).live(2);

    fixture.scale(3).live(2);
    assertThat(platform.alive(1)).hasSize(3);
    fixture.apply(app("v1", null, scaling(1, 5))).live(60);
    assertThat(platform.alive(1)).as("stays over an apply that names none").hasSize(3);

    fixture.scale(null).live(60);
    assertThat(platform.alive(1)).hasSize(1);
  }

  @Test
  void theAutomaticNumberOfReplicasFixesNothing() {
    fixture.apply(app("v1", ScaledAppSpec.AUTOMATIC_REPLICAS, scaling(1, 4))).live(2);
    fixture.scale(3).live(2);

    fixture.scale(ScaledAppSpec.AUTOMATIC_REPLICAS).live(60);

    assertThat(platform.alive(1)).hasSize(1);
    assertThat(fixture.engine.list().getFirst().getSpec().fixedReplicas()).isNull();
    assertThat(fixture.condition("ScalingActive").getStatus()).isEqualTo("True");
  }

  @Test
  void noRequestIsHeldForAnAppThatIsFixedAtZero() {
    fixture.apply(app("v1", null, scaling(0, 4))).live(40);
    assertThat(platform.alive(1)).isEmpty();
    assertThat(held()).as("at zero by itself").isEqualTo(1_000);

    fixture.scale(0);
    assertThat(held()).isZero();

    fixture.scale(1);
    assertThat(held()).as("a replica starts").isEqualTo(1_000);
  }

  @Test
  void noRequestIsHeldWhenTheFirstBuildFailedUntilTheNextTry() {
    platform.holdBuild(1).completeExceptionally(new IllegalStateException("npm ci: exit code 1"));
    fixture.apply(app("v1"));
    assertThat(held()).isZero();
    assertThat(fixture.condition("Ready").getMessage())
        .isEqualTo(
            "revision 1 is given up: npm ci: exit code 1; save the file or reload to try again");

    fixture.apply(app("v1"));
    assertThat(held()).isEqualTo(1_000);
  }

  @Test
  void replicasAreListedWithWhatIsInFlightOnThem() {
    fixture.apply(app("v1", 2, null)).live(2);
    balancer.stuck.put("r2", 6);
    fixture.pass(1);
    assertThat(fixture.engine.replicas("hello"))
        .allMatch(one -> !one.draining())
        .extracting(one -> one.replica().name())
        .containsExactly("hello-1", "hello-2");
    assertThat(fixture.engine.replicas("hello"))
        .extracting(ListedReplica::inFlight)
        .containsExactly(0, 6);

    fixture.scale(1);
    assertThat(fixture.engine.replicas("hello")).extracting(ListedReplica::draining).contains(true);
    assertThatThrownBy(() -> fixture.engine.replicas("nobody"))
        .isInstanceOf(UnknownAppException.class);
  }

  @Test
  void aVersionThatNamesItsReplicasOverridesTheScaleCommand() {
    fixture.apply(app("v1", null, scaling(1, 4))).live(2);
    fixture.scale(3);

    fixture.apply(app("v1", 2, scaling(1, 4))).live(5);
    assertThat(platform.alive(1)).hasSize(2);

    fixture.apply(app("v1", null, scaling(1, 4))).live(30);
    assertThat(platform.alive(1)).as("removed from the file: automatic").hasSize(1);
  }

  @Test
  void aRejectedVersionIsToldAndTheLastGoodOneStays() {
    fixture.apply(app("v1")).live(2);

    fixture.engine.reject("hello", "hello.yaml:3: spec.port: must be a number");
    fixture.run();

    assertThat(fixture.condition("Accepted").getStatus()).isEqualTo("False");
    assertThat(fixture.condition("Accepted").getMessage()).contains("hello.yaml:3");
    assertThat(fixture.endpoints(State.READY)).hasSize(1);

    fixture.apply(app("v1"));
    assertThat(fixture.condition("Accepted").getStatus()).isEqualTo("True");
  }

  @Test
  void anAppThatWasNeverInForceSaysWhyNot() {
    fixture.engine.refuse(app("v1"), "spec.port: say which");

    assertThat(fixture.statuses.getLast().getStatus().conditions())
        .extracting(Condition::getType, Condition::getStatus, Condition::getReason)
        .containsExactly(tuple("Accepted", "False", "Invalid"), tuple("Ready", "False", "Invalid"));
    assertThat(fixture.kinds()).containsExactly(Kind.REJECTED);

    fixture.apply(app("v1")).live(2);
    assertThat(fixture.condition("Accepted").getStatus()).isEqualTo("True");
  }

  @Test
  void theFirstCountHasItsReason() {
    fixture.apply(app("v1", 2, null)).live(1);

    assertThat(fixture.lastReason()).isEqualTo("0 → 2: fixed by spec.replicas");
  }

  @Test
  void aStatusAnswersTheGenerationOfItsSpec() {
    fixture.apply(app("v1")).live(2);
    assertThat(fixture.status().observedGeneration()).isEqualTo(1);

    fixture.apply(app("v1")).live(1);
    assertThat(fixture.status().observedGeneration()).isEqualTo(1);

    fixture.apply(app("v2")).live(1);
    assertThat(fixture.status().observedGeneration()).isEqualTo(2);
  }

  @Test
  void conditionsKeepTheirTimesWhileTheyStayAsTheyAre() {
    fixture.apply(app("v1")).live(2);
    var since = fixture.condition("Ready").getLastTransitionTime();

    fixture.live(30);
    assertThat(fixture.condition("Ready").getLastTransitionTime()).isEqualTo(since);

    platform.notReady("r1");
    fixture.run();
    assertThat(fixture.condition("Ready").getLastTransitionTime()).isGreaterThan(since);
  }

  @Test
  void nothingIsPublishedWhenNothingChanged() {
    fixture.apply(app("v1")).live(2);
    var published = fixture.tables.size();

    fixture.live(30);
    assertThat(fixture.tables).hasSize(published);

    fixture.scale(2).live(2);
    assertThat(fixture.tables.getLast().isNewerThan(fixture.tables.get(published - 1))).isTrue();
  }

  @Test
  void aPlatformThatFailsIsToldAndTriedAgain() {
    platform.startFailure = "no such command: nodee";
    fixture.apply(app("v1")).live(2);

    assertThat(fixture.condition("Degraded").getReason()).isEqualTo("PlatformProblem");
    assertThat(fixture.condition("Degraded").getMessage()).contains("no such command: nodee");

    platform.startFailure = null;
    fixture.live(2);
    assertThat(fixture.condition("Degraded").getStatus()).isEqualTo("False");
    assertThat(fixture.endpoints(State.READY)).hasSize(1);
  }

  @Test
  void namesThatAreUnknownAreRefused() {
    assertThatThrownBy(() -> fixture.engine.scale("nobody", 1))
        .isInstanceOf(UnknownAppException.class)
        .hasMessage("no app named nobody runs here");
    assertThatThrownBy(() -> fixture.engine.delete("nobody"))
        .isInstanceOf(UnknownAppException.class);
  }

  private int held() {
    return fixture.tables.getLast().apps().getFirst().queue().maxRequests();
  }

  @Test
  void countsOutOfRangeAreRefused() {
    fixture.apply(app("v1"));

    assertThatThrownBy(() -> fixture.engine.scale("hello", -1))
        .isInstanceOf(AppOperationException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> fixture.engine.scale("hello", 10_001))
        .isInstanceOf(AppOperationException.class)
        .hasMessageContaining("10001");
  }
}
