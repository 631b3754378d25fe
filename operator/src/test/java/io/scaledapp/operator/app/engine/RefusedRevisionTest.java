package io.scaledapp.operator.app.engine;

import static io.scaledapp.operator.app.engine.EngineFixture.app;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.app.AppEvent.Kind;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** On a cluster: what the API server refuses, such as for a quota, until somebody gives way. */
class RefusedRevisionTest {

  private final EngineFixture fixture =
      new EngineFixture(AppSettings.cluster(10, null, EngineFixture.COOKIE_KEYS));
  private final FakePlatform platform = fixture.platform;

  @Test
  void isTriedAgainAndToldOfOnce() {
    fixture.apply(app("v1", 2, null)).live(3);
    refuse(2, "exceeded quota");

    fixture.apply(app("v2", 2, null)).live(100);

    assertThat(platform.alive(1)).hasSize(2);
    assertThat(Collections.frequency(platform.prepared, 2)).isEqualTo(4);
    assertThat(fixture.kinds()).containsOnlyOnce(Kind.PREPARE_FAILED);
    assertThat(fixture.condition("Progressing").getReason()).isEqualTo("RevisionRefused");
    assertThat(fixture.condition("Progressing").getMessage())
        .isEqualTo(
            "revision 2 waits: exceeded quota; revision 1 goes on; it is tried again every 30 s");
  }

  @Test
  void isRolledOutWhenNothingRefusesItAnyMore() {
    fixture.apply(app("v1", 2, null)).live(3);
    refuse(2, "exceeded quota");
    fixture.apply(app("v2", 2, null)).live(40);

    platform.build(2);
    fixture.live(60);

    assertThat(platform.alive(2)).hasSize(2);
    assertThat(platform.alive(1)).isEmpty();
    assertThat(fixture.condition("Progressing").getReason()).isEqualTo("RolloutComplete");
  }

  @Test
  void anotherRefusalIsTold() {
    refuse(1, "exceeded quota");
    fixture.apply(app("v1", 2, null)).live(3);

    refuse(1, "denied by policy");
    fixture.live(40);

    assertThat(Collections.frequency(fixture.kinds(), Kind.PREPARE_FAILED)).isEqualTo(2);
    assertThat(fixture.condition("Degraded").getMessage()).contains("denied by policy");
  }

  @Test
  void aLaterTemplateTakesItsPlaceAtOnce() {
    fixture.apply(app("v1", 2, null)).live(3);
    refuse(2, "exceeded quota");
    fixture.apply(app("v2", 2, null)).live(3);

    fixture.apply(app("v3", 2, null)).live(60);

    assertThat(platform.alive(3)).hasSize(2);
    assertThat(Collections.frequency(platform.prepared, 2)).isEqualTo(1);
  }

  private void refuse(int revision, String words) {
    platform.holdBuild(revision).completeExceptionally(new IllegalStateException(words));
  }
}
