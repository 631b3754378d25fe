package io.scaledapp.operator.app.engine;

import static io.scaledapp.operator.app.engine.EngineFixture.appWithRollout;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scaledapp.balancer.control.Endpoint.State;
import io.scaledapp.crds.v1alpha1.Rollout;
import io.scaledapp.crds.v1alpha1.RolloutAnalysis;
import io.scaledapp.crds.v1alpha1.RolloutStep;
import io.scaledapp.crds.v1alpha1.RolloutStrategy;
import io.scaledapp.operator.app.AppOperationException;
import io.scaledapp.operator.app.history.RevisionHistory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two revisions that were completed, of which the second one serves. */
class RollbackLifeTest {

  private final EngineFixture fixture = new EngineFixture();
  private final FakePlatform platform = fixture.platform;

  @BeforeEach
  void twoRevisions() {
    platform.history = RevisionHistory.NONE;
    fixture.apply(appWithRollout("v1", 4, null)).live(3);
    fixture.apply(appWithRollout("v2", 4, null)).live(20);
    assertThat(platform.alive(2)).hasSize(4);
  }

  private String rollback(@Nullable Integer revision) {
    var done = fixture.engine.rollback("hello", revision);
    fixture.run();
    return done;
  }

  private String image() {
    var template = requireNonNull(fixture.engine.list().getFirst().getSpec().template());
    return template.getSpec().getContainers().getFirst().getImage();
  }

  /** Number, cause, outcome and whether it serves. */
  private List<String> history() {
    return fixture.engine.history("hello").stream()
        .map(
            one ->
                one.revision().number()
                    + " "
                    + one.revision().cause().word()
                    + " "
                    + one.revision().outcome()
                    + (one.serving() ? " serves" : ""))
        .toList();
  }

  @Test
  void whatWasCompletedIsKept() {
    assertThat(history())
        .containsExactly("1 Started Completed", "2 TemplateChanged Completed serves");
  }

  @Test
  void theOneBeforeIsRolledOutAgainWithoutAGap() {
    assertThat(rollback(null)).isEqualTo("goes back to revision 1, as revision 3");
    for (var second = 0; second < 30; second++) {
      fixture.live(1);
      assertThat(fixture.endpoints(State.READY)).hasSizeGreaterThanOrEqualTo(4);
    }

    assertThat(platform.alive(3)).hasSize(4);
    assertThat(platform.alive(2)).isEmpty();
    assertThat(image()).isEqualTo("v1");
    assertThat(history())
        .containsExactly(
            "1 Started Completed", "2 TemplateChanged Completed", "3 Rollback Completed serves");
    assertThat(fixture.engine.history("hello").getLast().revision().message())
        .isEqualTo("to revision 1");
  }

  @Test
  void onceMoreGoesForwardAgain() {
    rollback(null);
    fixture.live(30);
    assertThat(rollback(null)).isEqualTo("goes back to revision 2, as revision 4");
    fixture.live(30);
    assertThat(image()).isEqualTo("v2");
  }

  @Test
  void aRevisionIsNamed() {
    fixture.apply(appWithRollout("v3", 4, null)).live(30);
    assertThat(rollback(1)).isEqualTo("goes back to revision 1, as revision 4");
    fixture.live(30);
    assertThat(platform.alive(4)).hasSize(4);
    assertThat(image()).isEqualTo("v1");
  }

  @Test
  void itOutlivesAnotherVersionWithTheTemplateThatWasRolledBack() {
    rollback(null);
    fixture.live(30);
    fixture.apply(appWithRollout("v2", 6, null)).live(30);
    assertThat(platform.alive(3)).as("more of the same").hasSize(6);
    fixture.scale(5).live(30);
    assertThat(platform.alive(3)).hasSize(5);
    assertThat(image()).isEqualTo("v1");
  }

  @Test
  void aChangedTemplateEndsIt() {
    rollback(null);
    fixture.live(30);
    fixture.apply(appWithRollout("v3", 4, null)).live(30);
    assertThat(platform.alive(4)).hasSize(4);
    assertThat(image()).isEqualTo("v3");
  }

  @Test
  void aReloadEndsIt() {
    rollback(null);
    fixture.live(30);
    var reloaded = fixture.engine.reload("hello");
    fixture.run().live(30);
    assertThat(reloaded).isCompleted();
    assertThat(image()).isEqualTo("v2");
    assertThat(history()).last().isEqualTo("4 Reload Completed serves");
  }

  @Test
  void itIsTriedAsTheAppIs() {
    fixture.balancer.requestsASecond = 100;
    var canary =
        new Rollout(
            RolloutStrategy.CANARY,
            List.of(new RolloutStep(10, "20s")),
            null,
            new RolloutAnalysis(50, null, null),
            null);
    fixture.apply(appWithRollout("v2", 4, canary)).live(2);
    fixture.balancer.errorPercentOnTrial = 20;
    rollback(null);
    fixture.live(20);

    assertThat(platform.alive(2)).as("what serves goes on").hasSize(4);
    assertThat(history())
        .containsExactly(
            "1 Started Completed", "2 TemplateChanged Completed serves", "3 Rollback RolledBack");

    fixture.balancer.errorPercentOnTrial = 0;
    fixture.apply(appWithRollout("v2", 4, canary)).live(60);
    assertThat(image()).as("the next version is as it says").isEqualTo("v2");
    assertThat(platform.alive(4)).hasSize(4);
  }

  @Test
  void oneOnItsWayIsGivenUp() {
    fixture.apply(appWithRollout("v3", 4, null)).pass(1);
    assertThat(rollback(null)).isEqualTo("rolled back");
    fixture.live(20);
    assertThat(platform.alive(2)).hasSize(4);
    assertThat(history())
        .containsExactly(
            "1 Started Completed",
            "2 TemplateChanged Completed serves",
            "3 TemplateChanged RolledBack");

    assertThatThrownBy(() -> rollback(null)).hasMessageContaining("revision with --to");
    assertThat(rollback(1)).isEqualTo("goes back to revision 1, as revision 4");
    fixture.live(30);
    assertThat(platform.alive(4)).hasSize(4);
  }

  @Test
  void whereThereIsNoWayBackItIsSaid() {
    assertThatThrownBy(() -> rollback(7))
        .isInstanceOf(AppOperationException.class)
        .hasMessage("there is no revision 7; those that are kept: 1, 2");
    assertThatThrownBy(() -> rollback(2))
        .hasMessage("revision 2 has the template that is in place: there is nothing to go back to");
    fixture.apply(appWithRollout("v2", 4, keeping(0))).live(3);
    fixture.apply(appWithRollout("v3", 4, keeping(0))).live(30);
    assertThat(history()).containsExactly("3 TemplateChanged Completed serves");
    assertThatThrownBy(() -> rollback(null))
        .hasMessageStartingWith("revision 3 is in place, and no other with another template");
  }

  private static Rollout keeping(int revisions) {
    return new Rollout(null, null, null, null, null, revisions);
  }

  @Test
  void jobsRunFromWhatIsInPlace() {
    assertThat(platform.scheduled).containsExactly("v1", "v2");
    fixture.apply(appWithRollout("v3", 4, null)).pass(1);
    assertThat(platform.scheduled).as("v3 is on its way").containsExactly("v1", "v2");
    rollback(null);
    fixture.live(10);
    assertThat(platform.scheduled).as("v3 was given up").containsExactly("v1", "v2");
    rollback(1);
    fixture.pass(1);
    assertThat(platform.scheduled).as("v1 is on its way").containsExactly("v1", "v2");
    fixture.live(30);
    assertThat(platform.scheduled).containsExactly("v1", "v2", "v1");
  }

  @Test
  void anotherRunGoesOnWithTheHistory() {
    var later = new EngineFixture();
    later.platform.history = platform.history;
    later.apply(appWithRollout("v2", 4, null)).live(3);
    assertThat(later.platform.alive(2)).hasSize(4);
    assertThat(later.engine.rollback("hello", null))
        .isEqualTo("goes back to revision 1, as revision 3");
  }

  @Test
  void withTheAppItsHistoryGoes() {
    fixture.engine.delete("hello");
    fixture.run().live(5);
    assertThat(platform.history).isEqualTo(RevisionHistory.NONE);
  }
}
