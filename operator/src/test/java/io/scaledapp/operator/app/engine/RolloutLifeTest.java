package io.scaledapp.operator.app.engine;

import static io.scaledapp.operator.app.engine.EngineFixture.app;
import static io.scaledapp.operator.app.engine.EngineFixture.scaling;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.Endpoint.State;
import io.scaledapp.operator.app.AppEvent;
import io.scaledapp.operator.app.AppEvent.Kind;
import io.scaledapp.operator.app.AppOperationException;
import io.scaledapp.operator.app.Replica.Phase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RolloutLifeTest {

  private final EngineFixture fixture = new EngineFixture();
  private final FakePlatform platform = fixture.platform;

  @BeforeEach
  void fourReplicas() {
    fixture.apply(app("v1", 4, null)).live(3);
    assertThat(platform.alive(1)).hasSize(4);
  }

  @Test
  void eachReadyReplicaReplacesAnOlderOne() {
    fixture.apply(app("v2", 4, null));
    assertThat(platform.alive(2)).as("a surge of a quarter").hasSize(1);

    for (var second = 0; second < 30; second++) {
      fixture.live(1);
      assertThat(fixture.endpoints(State.READY)).hasSizeGreaterThanOrEqualTo(4);
    }

    assertThat(platform.alive(1)).isEmpty();
    assertThat(platform.alive(2)).hasSize(4);
    assertThat(fixture.condition("Progressing").getReason()).isEqualTo("RolloutComplete");
    assertThat(fixture.kinds()).contains(Kind.ROLLOUT_STARTED, Kind.ROLLOUT_DONE);
  }

  @Test
  void aChangeOfScalingOrRoutingIsNoRollout() {
    fixture.apply(app("v1", 4, scaling(1, 8))).live(3);

    assertThat(platform.prepared).containsExactly(1);
    assertThat(platform.alive(1)).hasSize(4);
  }

  @Test
  void aRevisionThatCrashesLeavesTheOldOneServing() {
    fixture.apply(app("v2", 4, null));
    var fresh = platform.alive(2).getFirst();
    for (var crash = 0; crash < 2; crash++) {
      platform.crash(fresh);
      fixture.run();
      platform.restart(fresh);
      fixture.run();
    }
    assertThat(platform.alive(2)).containsExactly(fresh);
    platform.crash(fresh);
    fixture.run().live(5);

    assertThat(platform.alive(1)).hasSize(4);
    assertThat(platform.alive(2)).isEmpty();
    assertThat(fixture.endpoints(State.READY)).hasSize(4);
    assertThat(fixture.condition("Ready").getStatus()).isEqualTo("True");
    assertThat(fixture.condition("Progressing").getStatus()).isEqualTo("False");
    assertThat(fixture.condition("Progressing").getReason()).isEqualTo("CrashLoopBackOff");
    assertThat(fixture.condition("Progressing").getMessage()).contains("exit code 1");
    assertThat(fixture.kinds()).contains(Kind.ROLLOUT_FAILED);
  }

  @Test
  void aRevisionThatNeverGetsReadyIsGivenUpAfterTheDeadline() {
    fixture.apply(app("v2", 4, null)).pass(119);
    assertThat(platform.alive(2)).hasSize(1);

    fixture.pass(2);

    assertThat(platform.alive(2)).isEmpty();
    assertThat(platform.alive(1)).hasSize(4);
    assertThat(fixture.condition("Progressing").getReason()).isEqualTo("ProgressDeadlineExceeded");
  }

  @Test
  void aRolloutThatCannotGetReadySaysWhyWhileItIsTriedAndWhenItIsGivenUp() {
    fixture.apply(app("v2", 4, null)).pass(5);
    platform.notYetReady(platform.alive(2).getFirst(), "readiness probe fails: refused");
    fixture.run();

    assertThat(fixture.condition("Progressing").getMessage())
        .isEqualTo(
            "0 of 4 replicas of revision 2 are ready: hello-5: readiness probe fails: refused");
    assertThat(fixture.condition("Degraded").getMessage()).contains("readiness probe fails");

    fixture.pass(117);

    var givenUp =
        "revision 2 is given up: no further replica of revision 2 got ready within 120 s:"
            + " hello-5: readiness probe fails: refused; revision 1 goes on;"
            + " save the file or reload to try again";
    assertThat(fixture.condition("Progressing").getMessage()).isEqualTo(givenUp);
    assertThat(fixture.events)
        .extracting(AppEvent::message)
        .contains("is not ready yet: readiness probe fails: refused")
        .contains("ProgressDeadlineExceeded: " + givenUp);
  }

  @Test
  void aCrashLoopIsToldInTheReplicasLatestWords() {
    var fresh = new EngineFixture();
    fresh.apply(app("v1", 1, null));
    for (var crash = 1; crash <= 8; crash++) {
      fresh.platform.crash("r1", "exit code " + crash);
      fresh.run().pass(1);
      var said = "hello-1: exit code " + crash;
      assertThat(fresh.condition("Ready").getMessage()).contains(said);
      assertThat(fresh.condition("Progressing").getMessage()).contains(said);
      assertThat(fresh.condition("Degraded").getMessage()).contains(said);
      fresh.platform.restart("r1");
      fresh.run().pass(1);
      assertThat(fresh.condition("Ready").getMessage()).contains(said);
    }
    assertThat(fresh.kinds()).doesNotContain(Kind.REPLICA_WAITING);
  }

  @Test
  void aBuildThatFailsLeavesTheOldOneServing() {
    platform.holdBuild(2).completeExceptionally(new IllegalStateException("npm ci: exit code 1"));

    fixture.apply(app("v2", 4, null)).live(3);

    assertThat(platform.alive(1)).hasSize(4);
    assertThat(platform.alive(2)).isEmpty();
    assertThat(fixture.condition("Progressing").getReason()).isEqualTo("BuildFailed");
    assertThat(fixture.condition("Progressing").getMessage())
        .isEqualTo(
            "revision 2 is given up: npm ci: exit code 1; revision 1 goes on;"
                + " save the file or reload to try again");
  }

  @Test
  void aFailedRevisionIsTriedAgainWhenItIsAppliedAgain() {
    platform.holdBuild(2).completeExceptionally(new IllegalStateException("npm ci: exit code 1"));
    fixture.apply(app("v2", 4, null)).live(3);

    fixture.apply(app("v2", 4, null)).live(30);

    assertThat(platform.alive(3)).hasSize(4);
    assertThat(platform.alive(1)).isEmpty();
  }

  @Test
  void theOldRevisionScalesWhileTheNewOneIsBuilt() {
    var build = platform.holdBuild(2);

    fixture.apply(app("v2", 6, null)).live(3);

    assertThat(build).isNotDone();
    assertThat(platform.alive(1)).hasSize(6);
    assertThat(platform.alive(2)).isEmpty();
    assertThat(fixture.condition("Progressing").getReason()).isEqualTo("Preparing");
  }

  @Test
  void aChangeInTheMiddleOfARolloutGoesForTheNewest() {
    fixture.apply(app("v2", 4, null)).live(3);
    assertThat(platform.alive(2)).isNotEmpty();
    assertThat(platform.alive(1)).isNotEmpty();

    fixture.apply(app("v3", 4, null));
    for (var second = 0; second < 40; second++) {
      fixture.live(1);
      assertThat(fixture.endpoints(State.READY)).hasSizeGreaterThanOrEqualTo(4);
    }

    assertThat(platform.alive(1)).isEmpty();
    assertThat(platform.alive(2)).isEmpty();
    assertThat(platform.alive(3)).hasSize(4);
  }

  @Test
  void goingBackInTheMiddleOfARolloutIsARolloutToo() {
    fixture.apply(app("v2", 4, null)).live(2);

    fixture.apply(app("v1", 4, null)).live(40);

    assertThat(platform.alive(3)).hasSize(4);
    assertThat(platform.ids(Phase.READY)).hasSize(4);
  }

  @Test
  void aReloadEndsWhenTheOldReplicasAreGone() {
    var reload = fixture.engine.reload("hello").toCompletableFuture();
    fixture.run().pass(1);

    for (var second = 0; second < 40 && !reload.isDone(); second++) {
      assertThat(fixture.endpoints(State.READY)).hasSizeGreaterThanOrEqualTo(4);
      fixture.live(1);
    }

    assertThat(reload).isCompleted();
    assertThat(platform.replicas(EngineFixture.ID)).hasSize(4).allMatch(one -> one.revision() == 2);
  }

  @Test
  void aReloadThatFailsSaysWhy() {
    platform.holdBuild(2).completeExceptionally(new IllegalStateException("npm ci: exit code 1"));

    var reload = fixture.engine.reload("hello").toCompletableFuture();
    fixture.run();

    assertThat(reload)
        .failsWithin(java.time.Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(AppOperationException.class)
        .withMessageStartingWith("BuildFailed: revision 2 is given up: npm ci: exit code 1;");
  }

  @Test
  void aReloadThatThePlatformRefusesEndsWithTheDeadline() {
    platform.startFailure = "no such command: nodee";
    var reload = fixture.engine.reload("hello").toCompletableFuture();
    fixture.run().live(119);
    assertThat(reload).isNotDone();

    fixture.live(2);

    assertThat(reload).isCompletedExceptionally();
    assertThat(platform.alive(1)).hasSize(4);
  }

  @Test
  void theDeadlineDoesNotRunAtZero() {
    fixture.scale(0).live(5);
    fixture.apply(app("v2", 0, null)).live(300);

    fixture.apply(app("v2", 2, null)).live(3);

    assertThat(platform.alive(2)).hasSize(2);
    assertThat(fixture.condition("Progressing").getReason()).isEqualTo("RolloutComplete");
  }

  @Test
  void aReloadThatIsOvertakenSaysSo() {
    var reload = fixture.engine.reload("hello").toCompletableFuture();
    fixture.run();

    fixture.apply(app("v2", 4, null));

    assertThat(reload)
        .failsWithin(java.time.Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("another change");
  }

  @Test
  void replicasThatNeverGotReadyGiveWayAtOnce() {
    var broken = new EngineFixture();
    broken.apply(app("v1", 2, null));
    broken.platform.crash("r1");
    broken.run();

    broken.apply(app("v2", 2, null)).live(3);

    assertThat(broken.platform.alive(1)).isEmpty();
    assertThat(broken.endpoints(State.READY)).hasSize(2);
  }
}
