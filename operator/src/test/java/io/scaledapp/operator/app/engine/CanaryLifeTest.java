package io.scaledapp.operator.app.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scaledapp.balancer.control.Endpoint.State;
import io.scaledapp.balancer.control.RevisionSplit;
import io.scaledapp.crds.v1alpha1.Rollout;
import io.scaledapp.crds.v1alpha1.RolloutAnalysis;
import io.scaledapp.crds.v1alpha1.RolloutStep;
import io.scaledapp.crds.v1alpha1.RolloutStrategy;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.AppEvent;
import io.scaledapp.operator.app.AppEvent.Kind;
import io.scaledapp.operator.app.AppOperationException;
import io.scaledapp.operator.app.model.AppModel;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Four replicas of a first revision under 100 requests a second, and a second one on trial. */
class CanaryLifeTest {
  private static final RolloutAnalysis ANALYSIS = new RolloutAnalysis(50, null, null);
  private static final Rollout CANARY =
      new Rollout(
          RolloutStrategy.CANARY,
          List.of(new RolloutStep(10, "20s"), new RolloutStep(50, "10s")),
          null,
          ANALYSIS,
          null);
  private static final Rollout BLUE_GREEN =
      new Rollout(RolloutStrategy.BLUE_GREEN, null, "20s", ANALYSIS, null);

  private final EngineFixture fixture = new EngineFixture();
  private final FakePlatform platform = fixture.platform;

  @BeforeEach
  void fourReplicas() {
    fixture.apply(EngineFixture.appWithRollout("v1", 4, CANARY)).live(3);
    assertThat(platform.alive(1)).as("the first has nothing to be compared with").hasSize(4);
    fixture.balancer.requestsASecond = 100;
  }

  private @Nullable RevisionSplit split() {
    return fixture.tables.getLast().apps().getFirst().traffic().revisionSplit();
  }

  /** Each weight that balancers are told within two minutes; all at once may come with the end. */
  private List<Integer> weightsUntilDone() {
    var before = fixture.tables.size() - 1;
    for (var second = 0; second < 120; second++) {
      fixture.live(1);
      assertThat(fixture.endpoints(State.READY)).hasSizeGreaterThanOrEqualTo(4);
    }
    return fixture.tables.stream()
        .skip(before)
        .flatMap(table -> Stream.ofNullable(table.apps().getFirst().traffic().revisionSplit()))
        .map(RevisionSplit::percent)
        .distinct()
        .toList();
  }

  @Test
  void aGoodCanaryGetsItsSharesAndTakesThePlace() {
    fixture.apply(EngineFixture.appWithRollout("v2", 4, CANARY)).live(3);
    assertThat(platform.alive(1)).hasSize(4);
    assertThat(platform.alive(2)).hasSize(1);
    assertThat(split()).isEqualTo(new RevisionSplit(2, 10));
    assertThat(fixture.condition("Progressing").getReason()).isEqualTo("OnTrial");
    assertThat(fixture.condition("Progressing").getMessage())
        .isEqualTo("revision 2 gets 10 % of requests, for 20 s (step 1 of 3)");

    assertThat(weightsUntilDone()).containsExactly(10, 50);

    assertThat(split()).isNull();
    assertThat(platform.alive(1)).isEmpty();
    assertThat(platform.alive(2)).hasSize(4);
    assertThat(fixture.condition("Progressing").getReason()).isEqualTo("RolloutComplete");
    assertThat(fixture.kinds()).contains(Kind.ROLLOUT_STEP, Kind.ROLLOUT_DONE);
  }

  @Test
  void aCanaryWithErrorsIsRolledBack() {
    fixture.balancer.errorPercentOnTrial = 20;
    fixture.apply(EngineFixture.appWithRollout("v2", 4, CANARY)).live(12);

    assertThat(platform.alive(1)).hasSize(4);
    assertThat(platform.alive(2)).isEmpty();
    assertThat(split()).isNull();
    assertThat(fixture.condition("Progressing").getReason()).isEqualTo("RolledBack");
    assertThat(fixture.condition("Progressing").getMessage())
        .startsWith("revision 2 is given up: ")
        .contains("of its requests failed", "Fisher's exact test", "revision 1 goes on");
    assertThat(fixture.events)
        .filteredOn(one -> one.kind() == Kind.ROLLOUT_FAILED)
        .singleElement()
        .extracting(AppEvent::message)
        .asString()
        .startsWith("RolledBack: ");

    fixture.balancer.errorPercentOnTrial = 0;
    fixture.apply(EngineFixture.appWithRollout("v3", 4, CANARY));
    assertThat(weightsUntilDone()).contains(10, 50);
    assertThat(platform.alive(3)).hasSize(4);
  }

  @Test
  void withoutRequestsACanaryWaits() {
    fixture.balancer.requestsASecond = 0;
    fixture.apply(EngineFixture.appWithRollout("v2", 4, CANARY)).live(600);

    assertThat(split()).isEqualTo(new RevisionSplit(2, 10));
    assertThat(fixture.condition("Progressing").getMessage())
        .contains("until the new revision has answered 50 requests");

    fixture.apply(EngineFixture.appWithRollout("v2", 4, null)).live(20);
    assertThat(platform.alive(2)).as("without a strategy it takes the place").hasSize(4);
    assertThat(platform.alive(1)).isEmpty();
  }

  @Test
  void blueGreenGivesTheNewOneAllRequestsWhenAllOfItIsReady() {
    fixture.apply(EngineFixture.appWithRollout("v2", 4, BLUE_GREEN)).pass(1);
    assertThat(platform.alive(2)).hasSize(4);
    assertThat(requireNonNull(split()).percent()).isZero();

    fixture.live(4);
    assertThat(requireNonNull(split()).percent()).isEqualTo(100);
    assertThat(platform.alive(1)).as("kept to go back to").hasSize(4);

    fixture.live(30);
    assertThat(platform.alive(1)).isEmpty();
    assertThat(platform.alive(2)).hasSize(4);
  }

  @Test
  void aBlueGreenWithErrorsGoesBack() {
    fixture.balancer.errorPercentOnTrial = 20;
    fixture.apply(EngineFixture.appWithRollout("v2", 4, BLUE_GREEN)).pass(3);
    fixture.live(6);

    assertThat(fixture.condition("Progressing").getReason()).isEqualTo("RolledBack");
    fixture.live(3);
    assertThat(platform.alive(1)).hasSize(4);
    assertThat(platform.alive(2)).isEmpty();
  }

  @Test
  void aCanaryThatCrashesIsGivenUp() {
    fixture.apply(EngineFixture.appWithRollout("v2", 4, CANARY)).pass(1);
    var fresh = platform.alive(2).getFirst();
    for (var crash = 0; crash < 2; crash++) {
      platform.crash(fresh);
      fixture.run();
      platform.restart(fresh);
      fixture.run();
    }
    platform.crash(fresh);
    fixture.run().live(5);

    assertThat(platform.alive(1)).hasSize(4);
    assertThat(platform.alive(2)).isEmpty();
    assertThat(split()).isNull();
    assertThat(fixture.condition("Progressing").getReason()).isEqualTo("CrashLoopBackOff");
  }

  @Test
  void aChangeInTheMiddleIsTriedInPlaceOfTheFormer() {
    fixture.apply(EngineFixture.appWithRollout("v2", 4, CANARY)).live(5);
    fixture.apply(EngineFixture.appWithRollout("v3", 4, CANARY)).live(5);

    assertThat(platform.alive(2)).isEmpty();
    assertThat(split()).isEqualTo(new RevisionSplit(3, 10));
    assertThat(platform.alive(1)).hasSize(4);
  }

  @Test
  void aRevisionThatIsOnTrialScalesWithTheApp() {
    fixture.apply(EngineFixture.appWithRollout("v2", 4, CANARY)).live(5);
    fixture.apply(EngineFixture.appWithRollout("v2", 20, CANARY)).live(5);
    assertThat(platform.alive(1)).hasSize(20);
    assertThat(platform.alive(2)).hasSize(2);
  }

  @Test
  void aRolloutThatIsRolledBackByACommandEndsAtOnce() {
    fixture.apply(EngineFixture.appWithRollout("v2", 4, CANARY)).live(5);
    fixture.engine.rollback("hello", null);
    fixture.run().live(5);

    assertThat(platform.alive(1)).hasSize(4);
    assertThat(platform.alive(2)).isEmpty();
    assertThat(fixture.condition("Progressing").getMessage())
        .isEqualTo(
            "revision 2 is given up: was rolled back by a command; revision 1 goes on;"
                + " save the file or reload to try again");
    assertThatThrownBy(() -> fixture.engine.rollback("hello", null))
        .hasMessageContaining("given up");
  }

  @Test
  void aRollingUpdateIsRolledBackToo() {
    fixture.apply(EngineFixture.appWithRollout("v2", 4, null)).pass(1);
    assertThat(platform.alive(2)).hasSize(1);
    fixture.engine.rollback("hello", null);
    fixture.run().live(20);
    assertThat(platform.alive(1)).hasSize(4);
    assertThat(platform.alive(2)).isEmpty();
  }

  @Test
  void whatIsInPlaceIsNotRolledBack() {
    assertThatThrownBy(() -> fixture.engine.rollback("hello", null))
        .isInstanceOf(AppOperationException.class)
        .hasMessageContaining("revision 1 is in place");
  }

  @Test
  void atZeroThereIsNothingToTry() {
    fixture.scale(0).live(8);
    fixture.apply(EngineFixture.appWithRollout("v2", 0, CANARY)).live(5);
    fixture.scale(2).live(5);
    assertThat(platform.alive(2)).hasSize(2);
    assertThat(split()).isNull();
  }

  /** The app as an API server would keep it, for whoever leads next. */
  private ScaledApp kept(String image) {
    var app = EngineFixture.appWithRollout(image, 4, CANARY);
    app.setStatus(fixture.status());
    for (var revision : Set.of(1, 2)) {
      var template = EngineFixture.appWithRollout("v" + revision, 4, CANARY);
      platform.revisions.put(
          revision, requireNonNull(AppModel.of(template, 8).template()).digest());
    }
    return app;
  }

  private void takeOver(ScaledApp app) {
    fixture.engine.follow();
    fixture.engine.lead(2, List.of(app));
    fixture.run();
  }

  @Test
  void anotherOperatorGoesOnWithTheStep() {
    fixture.apply(EngineFixture.appWithRollout("v2", 4, CANARY)).live(30);
    assertThat(split()).isEqualTo(new RevisionSplit(2, 50));

    takeOver(kept("v2"));
    assertThat(split()).isEqualTo(new RevisionSplit(2, 50));
    assertThat(weightsUntilDone()).containsExactly(50);
    assertThat(platform.alive(2)).hasSize(4);
    assertThat(platform.alive(1)).isEmpty();
  }

  @Test
  void anotherOperatorDoesNotTryAgainWhatWasRolledBack() {
    fixture.balancer.errorPercentOnTrial = 20;
    fixture.apply(EngineFixture.appWithRollout("v2", 4, CANARY)).live(12);
    var message = fixture.condition("Progressing").getMessage();

    takeOver(kept("v2"));
    fixture.live(30);

    assertThat(platform.alive(1)).hasSize(4);
    assertThat(platform.alive(2)).isEmpty();
    assertThat(fixture.condition("Progressing").getReason()).isEqualTo("RolledBack");
    assertThat(fixture.condition("Progressing").getMessage()).isEqualTo(message);
  }

  @Test
  void aTemplateThatCameWhileNobodyLedIsTried() {
    takeOver(kept("v3"));
    fixture.live(5);
    assertThat(split()).isEqualTo(new RevisionSplit(3, 10));
    assertThat(platform.alive(1)).hasSize(4);
  }
}
