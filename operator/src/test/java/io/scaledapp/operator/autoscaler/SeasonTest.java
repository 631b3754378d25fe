package io.scaledapp.operator.autoscaler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scaledapp.operator.autoscaler.Season.Expected;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeasonTest {

  private static final Duration AHEAD = Duration.ofSeconds(20);
  private static final int STEP = 5;
  private static final int DAY = 86_400;
  private static final int NINE = 9 * 3_600;

  /** A Thursday. */
  private static final long BEGIN = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();

  /** One replica's load, and from nine to ten twenty replicas'. */
  private static final LongToDoubleFunction OFFICE =
      second -> second % DAY >= NINE && second % DAY < NINE + 3_600 ? 20 : 1;

  @Test
  void aRiseThatEachDayRepeatsIsExpectedFromTheThirdDayOn() {
    for (var day = 0; day < 2; day++) {
      assertThat(expected(after(OFFICE, day * DAY + NINE - 10), day * DAY + NINE - 10)).isNull();
    }

    var before = 2 * DAY + NINE - 10;
    var expected = expected(after(OFFICE, before), before);
    assertThat(expected).isNotNull();
    assertThat(expected.need()).isCloseTo(20, within(1.0));
    assertThat(expected.words())
        .startsWith("season of the day: the load of ")
        .endsWith(" replicas is usual from 09:00 UTC on");
  }

  @Test
  void isSilentUntilAStartBeforeAndAfterTheBin() {
    assertThat(expected(after(OFFICE, 3 * DAY + NINE - 25), 3 * DAY + NINE - 25)).isNull();

    var during = expected(after(OFFICE, 3 * DAY + NINE + 290), 3 * DAY + NINE + 290);
    assertThat(during).isNotNull();
    assertThat(during.need()).isCloseTo(20, within(1.0));
    assertThat(expected(after(OFFICE, 3 * DAY + NINE + 310), 3 * DAY + NINE + 310)).isNull();
  }

  @Test
  void addsToTheLevelOfToday() {
    var busier =
        after(
            second -> OFFICE.applyAsDouble(second) + (second > 3 * DAY ? 5 : 0),
            3 * DAY + NINE - 10);

    var expected = expected(busier, 3 * DAY + NINE - 10);
    assertThat(expected).isNotNull();
    assertThat(expected.need()).isCloseTo(25, within(1.0));
  }

  @Test
  void dayWithoutTheRiseCostsOneBinAndIsForgiven() {
    LongToDoubleFunction load = second -> second / DAY == 3 ? 1 : OFFICE.applyAsDouble(second);
    var holiday = 3 * DAY + NINE;

    assertThat(expected(after(load, holiday + 100), holiday + 100)).isNotNull();
    assertThat(expected(after(load, holiday + 310), holiday + 310)).isNull();
    assertThat(expected(after(load, holiday + DAY - 10), holiday + DAY - 10)).isNotNull();
  }

  @Test
  void riseThatCameOnOneDayOnlyIsNotExpected() {
    LongToDoubleFunction load =
        second ->
            second / DAY == 4 && second % DAY >= 50_000 && second % DAY < 53_600
                ? 80
                : OFFICE.applyAsDouble(second);
    var odd = 5 * DAY + 50_100 - 10;

    assertThat(expected(after(load, odd), odd)).isNull();
  }

  @Test
  void habitThatEndsIsNotExpectedAnyMore() {
    LongToDoubleFunction load = second -> second / DAY < 4 ? OFFICE.applyAsDouble(second) : 1;
    var later = 7 * DAY + NINE - 10;

    assertThat(expected(after(load, later), later)).isNull();
  }

  @Test
  void weekendIsKnownByTheWeek() {
    // Days 2 and 3 are Saturday and Sunday.
    LongToDoubleFunction load =
        second -> second / DAY % 7 == 2 || second / DAY % 7 == 3 ? 1 : OFFICE.applyAsDouble(second);
    var saturday = 23 * DAY + NINE - 10;
    var monday = 25 * DAY + NINE - 10;

    assertThat(expected(after(load, saturday), saturday)).isNull();
    var expected = expected(after(load, monday), monday);
    assertThat(expected).isNotNull();
    assertThat(expected.words()).contains("season of the week").endsWith("Monday 09:00 UTC on");
  }

  @Test
  void loadOfAnySizeNeedsOneReplica() {
    // One request of a second each day.
    LongToDoubleFunction load = second -> second % DAY == NINE + 100 ? 0.02 : 0;
    var expected = expected(after(load, 3 * DAY + NINE - 10), 3 * DAY + NINE - 10);

    assertThat(expected).isNotNull();
    assertThat(expected.count()).isEqualTo(1);
  }

  @Test
  void loadWithoutASeasonIsSeldomExpected() {
    var bursts = new double[21 * DAY / 300];
    var random = new Random(7);
    for (var bin = 0; bin < bursts.length; bin++) {
      bursts[bin] = random.nextInt(4) == 0 ? 1 + random.nextInt(30) : 1;
    }
    var season = Season.UNKNOWN;
    var asked = 0;
    for (var second = 0; second < 21 * DAY; second += STEP) {
      season = season.seen(bursts[second / 300], true, at(second));
      asked += second % 300 == 295 && season.expected(at(second), AHEAD) != null ? 1 : 0;
    }

    assertThat(asked).isLessThan(bursts.length / 100);
  }

  @Test
  void smoothDayNeedsNoForecast() {
    LongToDoubleFunction wave = second -> 25 - 20 * Math.cos(second * 2 * Math.PI / DAY);

    for (var second = 4 * DAY; second < 5 * DAY; second += 3_595) {
      assertThat(expected(after(wave, second), second)).isNull();
    }
  }

  @Test
  void ofABinThatWasHardlyWatchedNothingIsLearned() {
    var season = Season.UNKNOWN.seen(20, true, at(0)).seen(20, true, at(3));
    var later = season.unwatched(at(400));

    assertThat(later.day()).isEqualTo(Season.UNKNOWN.day());
    assertThat(later.before()).isNaN();
  }

  @Test
  void gapLeavesWhatWasLearned() {
    var season = after(OFFICE, 3 * DAY);
    var later = season.seen(1, true, at(40 * DAY));

    assertThat(later.day().usual()).isEqualTo(season.day().usual());
    assertThat(later.expected(at(40 * DAY), AHEAD)).isNull();
  }

  @Test
  void clockThatIsSetBackIsFollowed() {
    var season = after(OFFICE, 3 * DAY).seen(1, true, at(DAY)).seen(1, true, at(DAY + 1));

    assertThat(season.atMillis()).isEqualTo(at(DAY + 1).toEpochMilli());
    assertThat(season.span().watchedMillis()).isEqualTo(1_000);
  }

  @Property(tries = 200)
  void restingComesToTheSameAsLookingEachSecond(
      @ForAll @LongRange(min = 0, max = 700) long offset,
      @ForAll @LongRange(min = 1, max = 15) long rest) {
    var awake = after(OFFICE, NINE + 600);
    for (var second = 1; second <= offset; second++) {
      awake = awake.seen(0, false, at(NINE + 600 + second));
    }
    var rested = awake.restedUntil(at(NINE + 600 + offset + rest));
    for (var second = 1; second <= rest; second++) {
      awake = awake.seen(0, false, at(NINE + 600 + offset + second));
    }

    assertThat(rested).isEqualTo(awake);
  }

  private static Season after(LongToDoubleFunction load, long seconds) {
    var season = Season.UNKNOWN;
    for (long second = 0; second <= seconds; second += STEP) {
      var now = load.applyAsDouble(second);
      season = season.seen(now, now > 0, at(second));
    }
    return season;
  }

  private static @Nullable Expected expected(Season season, long second) {
    return season.expected(at(second), AHEAD);
  }

  private static Instant at(long second) {
    return Instant.ofEpochSecond(BEGIN + second);
  }
}
