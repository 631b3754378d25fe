package io.scaledapp.operator.app.engine;

import static io.scaledapp.operator.app.engine.EngineFixture.app;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.AppEvent.Kind;
import io.scaledapp.operator.app.JobFailedException;
import io.scaledapp.operator.app.model.AppModel;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a revision's job decides, on a cluster, where what is refused is else tried again. */
class PreRolloutJobLifeTest {

  private static final String WHY = "the pre-rollout job failed: exit code 3";

  private final EngineFixture fixture =
      new EngineFixture(AppSettings.cluster(10, null, EngineFixture.COOKIE_KEYS));
  private final FakePlatform platform = fixture.platform;

  @Test
  void noReplicaOfTheRevisionStartsBeforeItsJobHasEnded() {
    fixture.apply(app("v1", 2, null)).live(3);
    var job = platform.holdBuild(2);
    fixture.apply(app("v2", 2, null)).live(30);

    assertThat(platform.alive(1)).hasSize(2);
    assertThat(platform.alive(2)).isEmpty();

    job.complete(null);
    fixture.live(30);

    assertThat(platform.alive(2)).hasSize(2);
    assertThat(platform.alive(1)).isEmpty();
  }

  @Test
  void revisionWhoseJobFailedIsGivenUpAndItsJobIsNotRunAgain() {
    fixture.apply(app("v1", 2, null)).live(3);
    fail(2);

    fixture.apply(app("v2", 2, null)).live(200);

    assertThat(platform.alive(1)).hasSize(2);
    assertThat(Collections.frequency(platform.prepared, 2)).isEqualTo(1);
    assertThat(fixture.condition("Progressing").getReason()).isEqualTo("PreRolloutJobFailed");
    assertThat(fixture.condition("Progressing").getMessage())
        .isEqualTo(
            "revision 2 is given up: "
                + WHY
                + "; revision 1 goes on; change spec.template to try again");
    assertThat(fixture.kinds()).containsOnlyOnce(Kind.PREPARE_FAILED);
  }

  @Test
  void aChangeIsAFreshTry() {
    fixture.apply(app("v1", 2, null)).live(3);
    fail(2);
    fixture.apply(app("v2", 2, null)).live(3);

    fixture.apply(app("v3", 2, null)).live(60);

    assertThat(platform.alive(3)).hasSize(2);
    assertThat(fixture.condition("Progressing").getReason()).isEqualTo("RolloutComplete");
  }

  @Test
  void theFirstRevisionOfAnAppWaitsTooAndSaysWhy() {
    fail(1);

    fixture.apply(app("v1", 2, null)).live(100);

    assertThat(platform.alive(1)).isEmpty();
    assertThat(platform.prepared).containsExactly(1);
    assertThat(fixture.condition("Degraded").getMessage()).contains(WHY);
  }

  @Test
  void anotherLeaderGoesOnWithTheJobThatIsThere() {
    var changed = app("v2", 2, null);
    runningThenLedAnew(changed);
    platform.attempts.put(2, digest("v2"));
    platform.prepared.clear();
    var job = platform.holdBuild(2);

    fixture.engine.lead(2, List.of(changed));
    fixture.live(30);

    // The same number, so the same Job, which the platform knows.
    assertThat(platform.prepared).containsExactly(2);
    assertThat(platform.alive(2)).isEmpty();
    job.complete(null);
    fixture.live(30);
    assertThat(platform.alive(2)).hasSize(2);
  }

  @Test
  void anotherLeaderNumbersAChangedTemplateAfterEachThatWasTried() {
    var changed = app("v4", 2, null);
    runningThenLedAnew(changed);
    platform.attempts.put(2, digest("v2"));
    platform.attempts.put(3, digest("v3"));
    platform.prepared.clear();

    fixture.engine.lead(2, List.of(changed));
    fixture.live(30);

    assertThat(platform.prepared).containsExactly(4);
    assertThat(platform.alive(4)).hasSize(2);
  }

  /** Revision 1 runs, and what is wanted changes while nobody leads. */
  private void runningThenLedAnew(ScaledApp changed) {
    fixture.apply(app("v1", 2, null)).live(3);
    changed.setStatus(fixture.status());
    platform.revisions.put(1, digest("v1"));
    fixture.engine.follow();
  }

  private static String digest(String image) {
    return Objects.requireNonNull(AppModel.of(app(image), 10).template()).digest();
  }

  private void fail(int revision) {
    platform.holdBuild(revision).completeExceptionally(new JobFailedException(WHY));
  }
}
