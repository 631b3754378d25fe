package io.scaledapp.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The modelled world by examples worked by hand: one replica does 50 requests a second. */
class SimulationTest {

  private static final World WORLD = Worlds.of(Duration.ofSeconds(3));

  /** Wants the counts that it is told, one a second, and the last from there on. */
  private record Script(Removal removal, int... counts) implements Policy {
    @Override
    public int decide(Moment moment) {
      return counts[(int) Math.min(moment.second(), counts.length) - 1];
    }
  }

  private static final Removal GENTLE = new Removal(100, true, true);

  private static int[] constant(int requests, int seconds) {
    var arrivals = new int[seconds];
    Arrays.fill(arrivals, requests);
    return arrivals;
  }

  private static Run run(int[] arrivals, Removal removal, int... counts) {
    return new Simulation(WORLD, new Trace(arrivals), new Script(removal, counts))
        .run(second -> {});
  }

  @Test
  void loadWithinTheCapacityWaitsForNothing() {
    var score = run(constant(50, 100), GENTLE, 1).score();

    assertThat(score.p99WaitMs()).isZero();
    assertThat(score.aU()).isZero();
    assertThat(score.replicaSeconds()).isEqualTo(100);
  }

  @Test
  void replicaIsReadyAfterItsStartAndCostsFromItsDecision() {
    var run = run(constant(10, 10), GENTLE, 1, 2);

    assertThat(run.supply()).containsExactly(1, 1, 1, 1, 1, 2, 2, 2, 2, 2);
    assertThat(run.score().replicaSeconds()).isEqualTo(10 + 8);
    assertThat(run.score().scaleActions()).isEqualTo(1);
  }

  @Test
  void replicaServesFromTheMillisecondThatItIsReadyAt() {
    // 100 a second for 50 served, until a second replica serves the other 50: 125 in 2.5 s.
    var world = Worlds.of(Duration.ofMillis(1_500));
    var trace = new Trace(constant(100, 10));

    var run = new Simulation(world, trace, new Script(GENTLE, 2)).run(second -> {});

    assertThat(run.supply()).containsExactly(1, 1, 2, 2, 2, 2, 2, 2, 2, 2);
    assertThat(run.queue()[9]).isBetween(115, 135);
  }

  @Test
  void requestTakesTheTimeThatItIsSaidTo() {
    // Tenths of a second would make 400 ms of it, and serve all.
    var world =
        new World(
            10,
            Duration.ZERO,
            Duration.ofMillis(440),
            Duration.ZERO,
            1,
            1,
            1_000,
            Duration.ofMinutes(1));
    var trace = new Trace(constant(25, 100));

    var run = new Simulation(world, trace, new Script(GENTLE, 1)).run(second -> {});

    assertThat(run.queue()[99]).isBetween(200, 260);
  }

  @Test
  void loadBeyondTheCapacityWaitsInTheQueue() {
    // 100 a second for 50 served: 50 more wait after each second.
    var run = run(constant(100, 20), GENTLE, 1);

    assertThat(run.queue()[0]).isBetween(50, 60);
    assertThat(run.queue()[9]).isBetween(490, 510);
    assertThat(run.score().waitedOver1s()).isGreaterThan(700);
  }

  @Test
  void fullQueueAndLongWaitAreRefusals() {
    var world =
        new World(
            10,
            Duration.ofSeconds(3),
            Duration.ofMillis(200),
            Duration.ofSeconds(60),
            1,
            1_000,
            100,
            Duration.ofSeconds(1));
    var trace = new Trace(constant(100, 20));

    var score = new Simulation(world, trace, new Script(GENTLE, 1)).run(second -> {}).score();

    assertThat(score.refused()).isBetween(800L, 1_000L);
  }

  @Test
  void drainedReplicaCostsUntilItsLastConnectionEnds() {
    var run = run(constant(20, 200), GENTLE, twoUntil(100));

    // It goes at second 100, and its connections end 60 s later.
    assertThat(run.supply()[99]).isEqualTo(2);
    assertThat(run.supply()[100]).isEqualTo(1);
    assertThat(run.score().replicaSeconds()).isBetween(200L + 99 + 59, 200L + 99 + 61);
    assertThat(run.score().connectionsCutPerScaleDown()).isZero();
  }

  @Test
  void connectionsThatOutliveTheGraceAreCut() {
    var run = run(constant(20, 200), new Removal(30, false, false), twoUntil(100));

    // Ten a second for the 30 s that they are too young.
    assertThat(run.score().connectionsCutPerScaleDown()).isBetween(290.0, 310.0);
    assertThat(run.score().replicaSeconds()).isBetween(200L + 99 + 29, 200L + 99 + 31);
  }

  @Test
  void drainingReplicaIsRevivedAtOnceWhereThatIsDone() {
    var counts = Arrays.copyOf(twoUntil(100), 200);
    Arrays.fill(counts, 99, 110, 1);
    Arrays.fill(counts, 110, 200, 2);

    assertThat(run(constant(20, 200), GENTLE, counts).supply()[111]).isEqualTo(2);
    assertThat(run(constant(20, 200), new Removal(100, true, false), counts).supply()[111])
        .isEqualTo(1);
  }

  @Test
  void startingReplicaGoesFirst() {
    var run = run(constant(10, 20), GENTLE, 2, 2, 1);

    assertThat(run.supply()).containsOnly(1);
    assertThat(run.score().replicaSeconds()).isEqualTo(20 + 2);
  }

  @Test
  void twoWeeksAreAMatterOfSeconds() {
    // No time is asserted: it ends at all, and the same way twice.
    var arrivals = new int[14 * 86_400];
    for (var second = 0; second < arrivals.length; second++) {
      arrivals[second] = (int) (50 + 40 * Math.sin(second * 2 * Math.PI / 86_400));
    }

    assertThat(run(arrivals, GENTLE, 2).score()).isEqualTo(run(arrivals, GENTLE, 2).score());
  }

  private static int[] twoUntil(int second) {
    var counts = new int[second];
    Arrays.fill(counts, 2);
    counts[second - 1] = 1;
    return counts;
  }
}
