package io.scaledapp.operator.autoscaler;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.AppLoad;
import io.scaledapp.balancer.control.LoadReport;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadMeterTest {

  private static final long SECOND = 1_000_000_000L;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final LoadMeter meter = new LoadMeter();

  @Test
  void meansComeFromTheDifferenceOfTwoReports() {
    sample("i1", 10, load(100, 500, 3, 7));

    var sample = sample("i1", 12, load(150, 540, 9, 8));

    assertThat(sample.concurrency()).as("40 request-seconds in 2 s").isEqualTo(20);
    assertThat(sample.requestRate()).isEqualTo(25);
    assertThat(sample.connections()).isEqualTo(8);
    assertThat(sample.complete()).isTrue();
  }

  @Test
  void answersOfAllBalancersAreOneMean() {
    report("b1", "i1", 10, answers(100, 50));
    report("b2", "i1", 20, answers(0, 0));
    meter.sample(at(20));
    report("b1", "i1", 12, answers(130, 56));
    report("b2", "i1", 22, answers(10, 10));

    var sample = meter.sample(at(22));

    assertThat(sample.answerRate()).isEqualTo(20);
    assertThat(sample.answerSeconds()).as("16 s of 40").isEqualTo(0.4);
    assertThat(meter.sample(at(23)).answerSeconds()).isEqualTo(0.4);
  }

  @Test
  void secondWithoutAnswersHasNoTime() {
    sample("i1", 10, answers(100, 50));
    var sample = sample("i1", 11, answers(100, 50));

    assertThat(sample.answerRate()).isZero();
    assertThat(sample.answerSeconds()).isZero();
  }

  @Test
  void theFirstReportCountsWithWhatIsInFlight() {
    var sample = sample("i1", 1000, load(100_000, 500_000, 3, 7));

    assertThat(sample.concurrency()).isEqualTo(3);
    assertThat(sample.requestRate()).isZero();
  }

  @Test
  void balancersAddUp() {
    report("b1", "i1", 1, load(0, 0, 3, 7));
    report("b2", "i1", 50, load(0, 0, 4, 1));

    assertThat(meter.sample(at(1)).concurrency()).isEqualTo(7);
    assertThat(meter.sample(at(1)).connections()).isEqualTo(8);
  }

  @Test
  void anotherIncarnationBeginsAgain() {
    sample("i1", 100, load(100_000, 500_000, 30, 7));
    report("b1", "i2", 1, load(2, 1, 1, 1));

    var sample = meter.sample(at(101));

    assertThat(sample.concurrency()).isEqualTo(1);
    assertThat(sample.requestRate()).isZero();
  }

  @Test
  void countersThatBeginAgainInOneIncarnationAreNoNegativeLoad() {
    sample("i1", 100, load(100_000, 500_000, 30, 7));

    assertThat(sample("i1", 101, load(2, 1, 1, 1)).concurrency()).isEqualTo(1);
  }

  @Test
  void anOvertakenReportIsLeftOut() {
    sample("i1", 10, load(100, 100, 5, 5));
    report("b1", "i1", 12, load(120, 140, 9, 9));
    report("b1", "i1", 11, load(110, 105, 1, 1));

    assertThat(meter.sample(at(12)).connections()).isEqualTo(9);
  }

  @Test
  void aLateBalancerCountsWithItsLastLoadAndTheSampleSaysSo() {
    sample("i1", 10, load(0, 0, 0, 5));
    sample("i1", 11, load(10, 20, 20, 5));

    assertThat(meter.sample(at(16))).isEqualTo(new LoadSample(at(16), 20, 5, 10, 0, true));
    assertThat(meter.sample(at(17))).isEqualTo(new LoadSample(at(17), 20, 5, 10, 0, false));
    meter.forget("b1");
    assertThat(meter.sample(at(18))).isEqualTo(new LoadSample(at(18), 0, 0, 0, 0, false));
  }

  @Test
  void noReportAtAllIsNoKnowledge() {
    assertThat(meter.sample(at(0)).complete()).isFalse();
  }

  /** The load once b1 has reported. */
  private LoadSample sample(String incarnation, long uptime, AppLoad load) {
    report("b1", incarnation, uptime, load);
    return meter.sample(at(uptime));
  }

  private void report(String balancer, String incarnation, long uptime, AppLoad load) {
    meter.accept(whole(balancer, incarnation, uptime, load), load, at(uptime));
  }

  static LoadReport whole(String balancer, String incarnation, long uptime, AppLoad load) {
    return new LoadReport(balancer, incarnation, uptime * SECOND, List.of(load), List.of());
  }

  private static AppLoad answers(long count, long seconds) {
    return new AppLoad("default/hello", count, 0, 0, 0, 0, 0, count, seconds * SECOND, List.of());
  }

  static AppLoad load(long requests, long seconds, int concurrency, int connections) {
    return new AppLoad(
        "default/hello", requests, seconds * SECOND, concurrency, 0, connections, 0, List.of());
  }

  static Instant at(long second) {
    return START.plusSeconds(second);
  }
}
