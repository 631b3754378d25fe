package io.scaledapp.operator.autoscaler;

import static io.scaledapp.operator.autoscaler.Policies.between;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class TrendTest {

  private static final int AHEAD = 10;

  @Test
  void aSteadyRiseIsForecast() {
    var trend = after(300, second -> 2 + second * 0.1);

    assertThat(trend.ahead(AHEAD)).isCloseTo(2 + 310 * 0.1, within(0.05));
  }

  @Test
  void aFallIsNot() {
    var trend = after(300, second -> 100 - second * 0.1);

    assertThat(trend.ahead(AHEAD)).isEqualTo(trend.load());
  }

  @Test
  void noiseWithoutATrendIsNotBelieved() {
    var random = new Random(7);
    var trend = Trend.UNKNOWN;
    var forecasts = 0;
    for (var second = 0; second < 3_600; second++) {
      trend = trend.seen(10 + 3 * random.nextGaussian(), AHEAD, Instant.ofEpochSecond(second));
      forecasts += trend.ahead(AHEAD) > trend.load() ? 1 : 0;
    }

    assertThat(forecasts).isLessThan(36);
  }

  @Test
  void forecastsThatWereWrongEndTheBelief() {
    // Up for half a minute, then down for as long: when the slope is learned, it is over.
    var trend = after(600, second -> Math.abs(second % 60 - 30));

    assertThat(trend.missed()).isGreaterThan(0.8 * trend.missedByNone());
  }

  @Test
  void aGapBeginsAnewAndKeepsWhatIsKnownOfForecasts() {
    var trend = after(300, second -> second);
    var later = trend.seen(5, AHEAD, Instant.ofEpochSecond(900));

    assertThat(later.perSecond()).isZero();
    assertThat(later.ahead(AHEAD)).isEqualTo(5);
    assertThat(later.missedByNone()).isEqualTo(trend.missedByNone());
  }

  @Property
  void isNeverLessThanTheLoadOfNow(
      @ForAll @DoubleRange(min = -1, max = 1) double slope,
      @ForAll @DoubleRange(min = 0, max = 60) double ahead) {
    var trend = after(120, second -> Math.max(0, 50 + slope * second));

    assertThat(trend.ahead(ahead)).isGreaterThanOrEqualTo(trend.load()).isFinite();
  }

  @Test
  void aRampFindsItsReplicasReady() {
    var simulation = new Simulation(between(1, 100).reactingIn(6), 4);
    for (var second = 0; second < 600; second++) {
      simulation.concurrency(200 + second * 2, 1);
    }

    // 6 s of the mean are 3 s late, by which the load moves on by 0.12 replicas.
    assertThat(simulation.last().desired() * 50).isGreaterThanOrEqualTo(200 + 600 * 2);
    assertThat(simulation.reasons()).anyMatch(reason -> reason.contains("forecast: the load of"));
  }

  private static Trend after(int seconds, IntToDoubleFunction load) {
    var trend = Trend.UNKNOWN;
    for (var second = 0; second <= seconds; second++) {
      trend = trend.seen(load.applyAsDouble(second), AHEAD, Instant.ofEpochSecond(second));
    }
    return trend;
  }
}
