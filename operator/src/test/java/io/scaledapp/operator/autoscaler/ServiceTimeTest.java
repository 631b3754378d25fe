package io.scaledapp.operator.autoscaler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What a queue asks for, by the time that a request takes. */
class ServiceTimeTest {

  private final ServiceTime time = new ServiceTime();

  private static LoadSample sample(int second, double concurrency, double rate, int queued) {
    return new LoadSample(Instant.ofEpochSecond(second), concurrency, 0, rate, queued, true);
  }

  /** 100 requests a second of 200 ms each, until this second. */
  private LoadSample calmUntil(int second) {
    var last = sample(0, 20, 100, 0);
    for (var at = 1; at <= second; at++) {
      var next = sample(at, 20, 100, 0);
      assertThat(time.offered(next, last)).isEqualTo(20);
      last = next;
    }
    return last;
  }

  @Test
  void queueOfShortRequestsAsksForFewPlaces() {
    calmUntil(60);

    assertThat(time.placesFor(1_000)).isCloseTo(1_000 * 0.2 / 5, within(0.01));
  }

  @Test
  void loadThatWaitsIsThatOfItsArrivals() {
    var last = calmUntil(60);

    // 400 a second come and the places do 100: 300 wait after a second, and 150 on average.
    assertThat(time.offered(sample(61, 170, 400, 300), last)).isBetween(70.0, 90.0);
  }

  @Test
  void connectionsThatStayAskForAPlaceEach() {
    var last = sample(0, 0, 0, 0);
    for (var second = 1; second <= 60; second++) {
      var next = sample(second, second * 10, 10, 0);
      time.offered(next, last);
      last = next;
    }

    // None was completed yet, so that nothing is known, and all count as they are.
    assertThat(time.offered(sample(61, 700, 10, 90), last)).isEqualTo(700);
    assertThat(time.placesFor(90)).isZero();
  }

  @Test
  void longRequestsAskForAPlaceEach() {
    var last = sample(0, 100, 10, 0);
    for (var second = 1; second <= 60; second++) {
      var next = sample(second, 100, 10, 0);
      time.offered(next, last);
      last = next;
    }

    // Ten seconds each.
    assertThat(time.placesFor(30)).isEqualTo(30);
  }

  @Test
  void firstSampleIsTakenAsItIs() {
    assertThat(time.offered(sample(0, 500, 10, 400), null)).isEqualTo(500);
    assertThat(time.placesFor(400)).isZero();
  }

  @Property
  void whatIsInServiceCountsAtLeastAndWhatWaitsAtMostAsItself(
      @ForAll @DoubleRange(min = 0, max = 1_000) double concurrency,
      @ForAll @DoubleRange(min = 0, max = 10_000) double rate,
      @ForAll @IntRange(min = 0, max = 1_000) int queued) {
    var last = calmUntil(30);
    var sample = sample(31, concurrency + queued, rate, queued);

    var offered = time.offered(sample, last);

    assertThat(offered).isGreaterThanOrEqualTo(sample.concurrency() - queued / 2.0);
    assertThat(time.placesFor(queued)).isBetween(0.0, (double) queued);
  }
}
