package io.scaledapp.operator.app.engine;

import static io.scaledapp.operator.app.engine.EngineFixture.app;
import static io.scaledapp.operator.app.engine.EngineFixture.scaling;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.Endpoint.State;
import io.scaledapp.crds.v1alpha1.Recycle;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.AppEvent;
import io.scaledapp.operator.app.AppEvent.Kind;
import io.scaledapp.operator.app.Replica.Phase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecycleLifeTest {

  /** Seconds for which an app without load is left alone. */
  private static final int REST = 16;

  private final EngineFixture fixture = new EngineFixture();
  private final FakePlatform platform = fixture.platform;
  private final FakeBalancer balancer = fixture.balancer;

  @BeforeEach
  void twoReplicasThatAreWell() {
    fixture.apply(recycled("v1", 2, "100Mi")).live(3).pass(120);
    assertThat(fixture.endpoints(State.READY)).containsExactly("r1", "r2");
  }

  private static ScaledApp recycled(String image, int replicas, String memory) {
    return app(image, replicas, scaling(1, 4), new Recycle(memory));
  }

  @Test
  void aFreshReplicaIsReadyBeforeTheFatOneIsDrainedAndNothingInFlightIsCut() {
    balancer.stuck.put("r1", 1);
    platform.uses("r1", 101);

    fixture.pass(REST);
    assertThat(platform.ids(Phase.STARTING)).containsExactly("r3");
    assertThat(fixture.endpoints(State.READY)).as("nothing has taken over yet").contains("r1");
    assertThat(fixture.endpoints(State.DRAINING)).isEmpty();

    platform.ready("r3");
    fixture.pass(5);
    assertThat(fixture.endpoints(State.READY)).containsExactly("r2", "r3");
    assertThat(fixture.endpoints(State.DRAINING)).containsExactly("r1");
    assertThat(platform.ids(Phase.TERMINATING)).as("a request is in flight").isEmpty();

    balancer.stuck.clear();
    fixture.pass(3);
    assertThat(platform.ids(Phase.TERMINATING)).containsExactly("r1");
  }

  @Test
  void whyIsToldWithTheNumbers() {
    platform.uses("r2", 150);

    fixture.pass(REST);

    assertThat(fixture.events)
        .filteredOn(event -> event.kind() == Kind.RECYCLING)
        .extracting(AppEvent::replica, AppEvent::message)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "hello-2",
                "uses 150 MiB of memory, more than spec.recycle.memory, 100Mi: another takes over"));
    assertThat(fixture.condition("Degraded").getStatus()).isEqualTo("False");
  }

  @Test
  void oneThatUsesNoMoreThanItMayStays() {
    platform.uses("r1", 100);

    fixture.live(60);

    assertThat(fixture.endpoints(State.READY)).containsExactly("r1", "r2");
  }

  @Test
  void oneGoesAfterTheOtherTheFattestFirst() {
    platform.uses("r1", 110);
    platform.uses("r2", 120);

    fixture.pass(REST);
    platform.settle();
    fixture.pass(1);
    assertThat(fixture.endpoints(State.READY)).containsExactly("r1", "r3");
    assertThat(fixture.endpoints(State.DRAINING)).containsExactly("r2");

    fixture.live(10);
    assertThat(fixture.endpoints(State.READY)).containsExactly("r3", "r4");
  }

  @Test
  void nothingIsRecycledInARollout() {
    fixture.apply(recycled("v2", 2, "100Mi")).pass(1);
    platform.uses("r1", 200);

    fixture.pass(20);

    assertThat(fixture.kinds()).contains(Kind.ROLLOUT_STARTED).doesNotContain(Kind.RECYCLING);
    assertThat(platform.ids(Phase.READY)).containsExactly("r1", "r2");
  }

  @Test
  void scalingDownTakesTheFatOneWithoutAnotherInItsPlace() {
    platform.uses("r1", 200);
    fixture.pass(REST);
    platform.ready("r3");

    fixture.post(() -> fixture.engine.scale("hello", 1));
    fixture.run().live(10);

    assertThat(platform.ids(Phase.READY)).hasSize(1).doesNotContain("r1");
  }

  @Test
  void aRestartInPlaceLeavesAFreshProcessThatNeedsNoReplacement() {
    platform.uses("r1", 200);
    fixture.pass(REST);
    assertThat(platform.ids(Phase.STARTING)).containsExactly("r3");

    platform.uses("r1", 10);
    platform.crash("r1");
    platform.restart("r1");
    platform.ready("r1");
    fixture.live(20);

    assertThat(platform.ids(Phase.READY)).hasSize(2).contains("r1", "r2");
  }

  @Test
  void anAppThatNeedsMoreAtOnceIsRecycledLessAndLessOftenAndTheMendIsTold() {
    for (var number = 1; number <= 100; number++) {
      platform.uses("r" + number, 200);
    }

    fixture.live(20);
    var soon = platform.alive(1).getLast();
    assertThat(fixture.condition("Degraded").getReason()).isEqualTo("RecycledTooSoon");
    assertThat(fixture.condition("Degraded").getMessage())
        .contains("raise it above what a fresh replica needs");
    fixture.live(900);

    // The two old ones, then pauses of 10, 20, 40, 80, 160 and 300 s, and so on.
    var recycled = fixture.kinds().stream().filter(kind -> kind == Kind.RECYCLING).count();
    assertThat(recycled).as("after " + soon).isBetween(6L, 10L);
    assertThat(fixture.kinds()).containsOnlyOnce(Kind.RECYCLED_TOO_SOON);
  }

  @Test
  void aHigherLimitEndsTheTrouble() {
    for (var number = 1; number <= 100; number++) {
      platform.uses("r" + number, 200);
    }
    fixture.live(20);

    fixture.apply(recycled("v1", 2, "300Mi")).live(20);

    assertThat(fixture.condition("Degraded").getStatus()).isEqualTo("False");
    var replicas = platform.alive(1);
    fixture.live(600);
    assertThat(platform.alive(1)).isEqualTo(replicas);
  }

  @Test
  void thatMemoryIsNotMeasuredIsToldOnceAndShown() {
    platform.unmeasured = "there is no metrics.k8s.io";

    fixture.live(20);

    assertThat(fixture.kinds()).containsOnlyOnce(Kind.MEMORY_NOT_MEASURED);
    assertThat(fixture.condition("Degraded").getReason()).isEqualTo("MemoryNotMeasured");
    platform.unmeasured = null;
    fixture.live(REST);
    assertThat(fixture.condition("Degraded").getStatus()).isEqualTo("False");
  }
}
