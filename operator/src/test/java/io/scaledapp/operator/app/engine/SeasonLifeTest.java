package io.scaledapp.operator.app.engine;

import static io.scaledapp.operator.app.engine.EngineFixture.app;
import static io.scaledapp.operator.app.engine.EngineFixture.scaling;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.app.Replica.Phase;
import io.scaledapp.operator.autoscaler.Season;
import org.junit.jupiter.api.Test;

/** What an app's days bring is learned while it runs, and outlives who ran it. */
class SeasonLifeTest {

  private static final int HOUR = 3_600;

  private final EngineFixture fixture = new EngineFixture();
  private final FakePlatform platform = fixture.platform;

  /** Ten minutes of load at nine each day, of 500 requests at once. */
  private void days(int days) {
    for (var day = 0; day < days; day++) {
      minutes(9 * 60, 0);
      minutes(10, 500);
      minutes(14 * 60 + 50, 0);
    }
  }

  private void minutes(int minutes, int load) {
    fixture.balancer.concurrency = load;
    fixture.live(minutes * 60);
  }

  @Test
  void appThatRestsIsWokenBeforeItsLoadComes() {
    fixture.apply(app("v1", null, scaling(0, 20)));
    days(2);
    fixture.balancer.concurrency = 0;
    fixture.live(9 * HOUR - 120);
    assertThat(platform.ids(Phase.READY)).isEmpty();

    fixture.live(119);

    assertThat(platform.ids(Phase.READY)).isNotEmpty();
  }

  @Test
  void whatWasLearnedIsKeptNowAndThenAndGoneOnWith() {
    fixture.apply(app("v1", null, scaling(1, 20)));
    minutes(40, 500);

    var kept = platform.season(EngineFixture.ID);
    assertThat(kept.knowsOtherThan(Season.UNKNOWN)).isTrue();

    var next = new EngineFixture();
    next.platform.seasons.put(EngineFixture.ID, kept);
    next.apply(app("v1", null, scaling(1, 20))).live(16 * 60);
    assertThat(next.platform.season(EngineFixture.ID).knowsOtherThan(Season.UNKNOWN)).isTrue();
  }

  @Test
  void appThatNobodyAsksForKeepsNothing() {
    fixture.apply(app("v1", null, scaling(1, 20)));
    minutes(40, 0);

    assertThat(platform.seasons).isEmpty();
  }
}
