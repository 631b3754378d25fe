package io.scaledapp.operator.autoscaler;

import static io.scaledapp.operator.autoscaler.Policies.between;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The target that nobody named, with replicas that slow down when they have much to do. */
class LearnedTargetTest {

  private static final double BASE = 0.1;
  private static final int TEN_MINUTES = 600;

  /** Requests that a replica works on at once; the more of that is used, the longer each takes. */
  private double places = 10;

  /** What each request waits for beside its replica. */
  private double elsewhere;

  private final Simulation app = new Simulation(between(1, 1_000).by(Target.LEARNED), 1);

  /** Requests a second that a replica answers at most. */
  private double most() {
    return places / BASE;
  }

  private double latency(double rate) {
    var used = Math.min(0.95, rate / app.state().desired() / most());
    return elsewhere + BASE / (1 - used);
  }

  private void load(double rate, int seconds) {
    for (var second = 0; second < seconds; second++) {
      app.answers(rate * latency(rate), rate, latency(rate));
    }
  }

  private double target() {
    return app.state().learned().perReplica();
  }

  @ParameterizedTest
  @ValueSource(doubles = {4, 20, 100, 500})
  void replicasAreAsBusyAsAnswersStayQuick(double places) {
    this.places = places;
    load(most() * 0.05, 120);
    load(most() * 10, 6 * TEN_MINUTES);

    assertThat(latency(most() * 10)).isBetween(BASE * 1.15, BASE * 1.7);
    assertThat(target()).isBetween(places * 0.1, places * 0.7);
    assertThat(app.last().reason()).contains("each as learned");
  }

  @Test
  void answersThatTakeAsLongWhateverThereIsToDoRaiseTheTarget() {
    places = 1_000_000;
    elsewhere = 0.2;
    load(50, 60);
    load(1_000, 6 * TEN_MINUTES);

    assertThat(target()).isGreaterThan(100);
    assertThat(app.state().desired()).isLessThan(4);
  }

  @Test
  void replicasThatAreIdleRaiseNothing() {
    load(20, 6 * TEN_MINUTES);

    assertThat(target()).isEqualTo(50);
  }

  @Test
  void slownessThatMoreReplicasDoNotCureIsWhatIsNormalFromThenOn() {
    places = 100;
    load(most() * 0.05, 120);
    load(most(), 6 * TEN_MINUTES);
    var before = app.state().desired();
    elsewhere = 4 * BASE;
    load(most(), 6 * TEN_MINUTES);

    // Requests that take five times as long are five times as many at once.
    assertThat(app.state().desired()).isLessThanOrEqualTo(before * 5);
    assertThat(latency(most())).isGreaterThan(elsewhere);
    assertThat(app.state().learned().atEase()).isGreaterThan(3 * BASE);
  }

  @Test
  void whatWasNormalInARushIsForgottenAfterIt() {
    var bounded = new Simulation(between(1, 3).by(Target.LEARNED), 1);
    for (var second = 0; second < TEN_MINUTES; second++) {
      bounded.answers(2, 20, 0.1);
    }
    for (var second = 0; second < TEN_MINUTES; second++) {
      bounded.answers(300, 100, 3);
    }

    assertThat(bounded.state().desired()).isEqualTo(3);
    for (var second = 0; second < TEN_MINUTES; second++) {
      bounded.answers(60, 600, 0.1);
    }
    assertThat(bounded.state().learned().atEase()).isLessThan(0.11);
  }

  @Test
  void fewAnswersSayNothing() {
    for (var second = 0; second < TEN_MINUTES; second++) {
      app.answers(100, 0.3, second < 300 ? 0.1 : 9);
    }

    assertThat(target()).isEqualTo(50);
  }

  @Test
  void streamsThatStayOpenAreNoSlowness() {
    load(100, 60);
    for (var second = 0; second < 2 * TEN_MINUTES; second++) {
      app.answers(10 + second, 100, BASE);
    }

    assertThat(target()).isGreaterThanOrEqualTo(50);
  }

  @Test
  void afterARestartTheCountThatThereIsIsTheMeasure() {
    var restarted = new Simulation(between(1, 100).by(Target.LEARNED), 20);
    for (var second = 0; second < 60; second++) {
      restarted.answers(240, 1_000, 0.24);
    }

    assertThat(restarted.state().learned().perReplica()).isBetween(11.0, 18.0);
    assertThat(restarted.state().desired()).isBetween(13, 22);
  }

  @Test
  void namedTargetStaysWhatItIs() {
    var named = new Simulation(between(1, 100).by(new Target(LoadMetric.CONCURRENCY, 7)), 1);
    for (var second = 0; second < TEN_MINUTES; second++) {
      named.answers(70, 700, second < 60 ? 0.1 : 5);
    }

    assertThat(named.state().learned()).isEqualTo(LearnedTarget.UNKNOWN);
    assertThat(named.state().desired()).isEqualTo(10);
  }
}
