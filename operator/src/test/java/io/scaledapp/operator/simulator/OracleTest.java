package io.scaledapp.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What can be had by who knows the future. */
class OracleTest {

  @Test
  void shortGapIsKeptThroughAndALongOneIsNot() {
    var demand = new double[] {2, 1, 1, 2, 1, 1, 1, 2};

    assertThat(Oracle.kept(demand, 2)).containsExactly(2, 2, 2, 2, 1, 1, 1, 2);
    assertThat(Oracle.kept(demand, 3)).containsExactly(2, 2, 2, 2, 2, 2, 2, 2);
  }

  @Test
  void nothingIsEverMissing() {
    var arrivals = IntStream.range(0, 600).map(second -> second % 120 < 40 ? 200 : 20).toArray();
    var world = Worlds.of(Duration.ofSeconds(8));
    var trace = new Trace(arrivals);

    var score = new Simulation(world, trace, new Oracle(world, trace)).run(second -> {}).score();

    // All begin with one replica, and what is decided after the first second starts for eight.
    assertThat(score.tU()).isLessThanOrEqualTo(9 / 600.0);
    assertThat(score.connectionsCutPerScaleDown()).isZero();
  }
}
