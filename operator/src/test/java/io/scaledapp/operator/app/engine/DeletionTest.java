package io.scaledapp.operator.app.engine;

import static io.scaledapp.operator.app.engine.EngineFixture.app;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.Endpoint.State;
import io.scaledapp.operator.app.AppEvent.Kind;
import io.scaledapp.operator.app.Replica.Phase;
import org.junit.jupiter.api.Test;

class DeletionTest {

  private final EngineFixture fixture = new EngineFixture();
  private final FakePlatform platform = fixture.platform;
  private final FakeBalancer balancer = fixture.balancer;

  @Test
  void drainsStopsAndEndsWhenTheLastOneIsGone() {
    fixture.apply(app("v1", 2, null)).live(2);
    balancer.stuck.put("r1", 1);
    fixture.report();

    var deletion = fixture.engine.delete("hello").toCompletableFuture();
    fixture.run();
    assertThat(fixture.endpoints(State.DRAINING)).containsExactly("r1", "r2");
    assertThat(fixture.tables.getLast().apps().getFirst().queue().maxRequests()).isZero();

    fixture.live(10);
    assertThat(platform.ids(Phase.READY))
        .as("one request is still in flight")
        .containsExactly("r1");
    assertThat(deletion).isNotDone();

    balancer.stuck.clear();
    fixture.live(3);
    assertThat(deletion).isCompleted();
    assertThat(fixture.engine.list()).isEmpty();
    assertThat(fixture.tables.getLast().apps()).isEmpty();
    assertThat(fixture.kinds()).endsWith(Kind.STOPPED, Kind.DELETED);
  }

  @Test
  void whatIsStillStartingIsStoppedAtOnce() {
    fixture.apply(app("v1", 2, null));

    var deletion = fixture.engine.delete("hello").toCompletableFuture();
    fixture.run();

    assertThat(platform.ids(Phase.TERMINATING)).containsExactly("r1", "r2");
    platform.gone("r1");
    platform.gone("r2");
    fixture.run();
    assertThat(deletion).isCompleted();
  }

  @Test
  void aBuildThatEndsAfterTheDeletionStartsNothing() {
    var build = platform.holdBuild(1);
    fixture.apply(app("v1"));

    var deletion = fixture.engine.delete("hello").toCompletableFuture();
    fixture.run();
    assertThat(deletion).isCompleted();
    build.complete(null);
    fixture.live(3);

    assertThat(platform.replicas(EngineFixture.ID)).isEmpty();
    assertThat(fixture.tables.getLast().apps()).isEmpty();
  }

  @Test
  void aBuildInProgressIsEndedAndRunsAgainForTheNextAppOfThatName() {
    var build = platform.holdBuild(1);
    fixture.apply(app("v1"));
    var unused = fixture.engine.delete("hello");
    fixture.run();
    assertThat(build).isCancelled();
    assertThat(fixture.kinds()).doesNotContain(Kind.PREPARE_FAILED);

    platform.holdBuild(1).complete(null);
    fixture.apply(app("v1")).live(2);
    assertThat(platform.replicas(EngineFixture.ID)).hasSize(1);
  }

  @Test
  void aRolloutInPreparationGoesOnWhenTheAppIsAppliedAgainDuringItsDeletion() {
    fixture.apply(app("v1", 1, null)).live(2);
    balancer.stuck.put("r1", 1);
    fixture.report();
    platform.holdBuild(2);
    fixture.apply(app("v2", 1, null));
    var unused = fixture.engine.delete("hello");
    fixture.run();

    fixture.apply(app("v2", 1, null)).live(2);

    assertThat(platform.prepared).containsExactly(1, 2, 3);
    assertThat(platform.replicas(EngineFixture.ID)).anyMatch(one -> one.revision() == 3);
  }

  @Test
  void anAppThatIsAppliedAgainMeanwhileLivesOn() {
    fixture.apply(app("v1", 2, null)).live(2);
    balancer.stuck.put("r1", 1);
    balancer.stuck.put("r2", 1);
    fixture.report();
    var deletion = fixture.engine.delete("hello").toCompletableFuture();
    fixture.live(3);

    fixture.apply(app("v1", 2, null));

    assertThat(deletion).isCompletedExceptionally();
    assertThat(fixture.endpoints(State.READY)).containsExactly("r1", "r2");
  }

  @Test
  void whoeverWaitsForAReloadIsTold() {
    fixture.apply(app("v1", 2, null)).live(2);
    var reload = fixture.engine.reload("hello").toCompletableFuture();

    var unused = fixture.engine.delete("hello");
    fixture.run();

    assertThat(reload).isCompletedExceptionally();
  }
}
