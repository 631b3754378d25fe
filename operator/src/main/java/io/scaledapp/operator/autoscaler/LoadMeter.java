package io.scaledapp.operator.autoscaler;

import io.scaledapp.balancer.control.AppLoad;
import io.scaledapp.balancer.control.LoadReport;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Turns the balancers' cumulative reports on one app into samples. Confined to one thread; its only
 * clock is the time it is told.
 */
public final class LoadMeter {

  /** Reports come each second; a few may be late before the load counts as unknown. */
  static final Duration LATE = Duration.ofSeconds(5);

  private static final double NANOS_A_SECOND = 1e9;

  private final Map<String, Reading> readings = new HashMap<>();
  private Set<String> expected = Set.of();

  /** Takes what {@code report} says of the app. A report that was overtaken is left out. */
  public void accept(LoadReport report, AppLoad load, Instant receivedAt) {
    var reading = readings.get(report.balancer());
    if (reading == null || !reading.continuesIn(report, load)) {
      readings.put(report.balancer(), new Reading(report, load, receivedAt));
    } else if (report.uptimeNanos() > reading.uptimeNanos) {
      reading.accept(report, load, receivedAt);
    }
  }

  /** Leaves out a balancer from here on, since its pod is gone: silence alone is no proof. */
  public void forget(String balancer) {
    readings.remove(balancer);
  }

  /** Names balancers that serve: the load is not known while one of them has not reported. */
  public void expect(Set<String> balancers) {
    expected = Set.copyOf(balancers);
  }

  /** Requests that wait for an endpoint, by the latest report of each balancer. */
  public int queued() {
    var queued = 0;
    for (var reading : readings.values()) {
      queued += reading.latest.queued();
    }
    return queued;
  }

  /**
   * The load since the last sample. A balancer without a report since then counts with the load it
   * had; after {@link #LATE} the sample says that it is incomplete.
   */
  public LoadSample sample(Instant now) {
    var concurrency = 0.0;
    var connections = 0.0;
    var requestRate = 0.0;
    var refusedRate = 0.0;
    var answerRate = 0.0;
    var answerSeconds = 0.0;
    var complete = !readings.isEmpty() && readings.keySet().containsAll(expected);
    for (var reading : readings.values()) {
      reading.advance();
      concurrency += reading.concurrency;
      connections += reading.latest.connections();
      requestRate += reading.requestRate;
      refusedRate += reading.refusedRate;
      answerRate += reading.answerRate;
      answerSeconds += reading.answerRate * reading.answerSeconds;
      complete &= !now.isAfter(reading.receivedAt.plus(LATE));
    }
    return new LoadSample(
        now,
        concurrency,
        connections,
        requestRate,
        queued(),
        complete,
        refusedRate,
        answerRate,
        answerRate > 0 ? answerSeconds / answerRate : 0,
        concurrency);
  }

  /** One balancer's counters at the last sample and at its latest report. */
  private static final class Reading {
    private final String incarnation;
    private AppLoad sampled;
    private AppLoad latest;
    private long sampledNanos;
    private long uptimeNanos;
    private Instant receivedAt;
    private double concurrency;
    private double requestRate;
    private double refusedRate;
    private double answerRate;
    private double answerSeconds;

    /** The first report has no counter to be compared with: what is in flight now has to do. */
    Reading(LoadReport report, AppLoad load, Instant receivedAt) {
      this.incarnation = report.incarnation();
      this.sampled = load;
      this.latest = load;
      this.sampledNanos = report.uptimeNanos();
      this.uptimeNanos = report.uptimeNanos();
      this.receivedAt = receivedAt;
      this.concurrency = load.concurrency();
    }

    /** Counters begin again with an incarnation, and when the app left the table and came back. */
    boolean continuesIn(LoadReport report, AppLoad load) {
      return report.incarnation().equals(incarnation)
          && (report.uptimeNanos() <= uptimeNanos
              || (load.requests() >= latest.requests()
                  && load.concurrencyNanos() >= latest.concurrencyNanos()));
    }

    void accept(LoadReport report, AppLoad load, Instant at) {
      // Most apps are idle: what is equal and old spares the collector moving what is new.
      latest = load.equals(latest) ? latest : load;
      uptimeNanos = report.uptimeNanos();
      receivedAt = at;
    }

    void advance() {
      var nanos = uptimeNanos - sampledNanos;
      if (nanos <= 0) {
        return;
      }
      concurrency = (double) (latest.concurrencyNanos() - sampled.concurrencyNanos()) / nanos;
      requestRate = (latest.requests() - sampled.requests()) * NANOS_A_SECOND / nanos;
      refusedRate = (latest.refused() - sampled.refused()) * NANOS_A_SECOND / nanos;
      var answers = latest.answers() - sampled.answers();
      answerRate = answers * NANOS_A_SECOND / nanos;
      answerSeconds =
          answers > 0
              ? (latest.answerNanos() - sampled.answerNanos()) / NANOS_A_SECOND / answers
              : 0;
      sampled = latest;
      sampledNanos = uptimeNanos;
    }
  }
}
