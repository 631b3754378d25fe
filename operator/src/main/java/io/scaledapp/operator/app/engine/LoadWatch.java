package io.scaledapp.operator.app.engine;

import io.scaledapp.balancer.control.AppLoad;
import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.operator.app.canary.RevisionTallies;
import io.scaledapp.operator.app.plan.InFlight;
import io.scaledapp.operator.autoscaler.LoadHistory;
import io.scaledapp.operator.autoscaler.LoadMeter;
import io.scaledapp.operator.autoscaler.LoadMetric;
import io.scaledapp.operator.autoscaler.LoadSample;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The load on one app as the balancers report it. Confined to one thread. */
final class LoadWatch {

  /** Short enough to follow, long enough to be read. */
  private static final Duration STATUS_WINDOW = Duration.ofSeconds(5);

  /**
   * How long the load may be unknown before the status tells so: a balancer that is replaced must
   * not have the statuses of thousands of apps written, twice.
   */
  private static final Duration STATUS_PATIENCE = Duration.ofSeconds(30);

  private final LoadMeter meter = new LoadMeter();
  private final LoadHistory history = new LoadHistory();
  private final InFlight inFlight = new InFlight();
  private final RevisionTallies revisions = new RevisionTallies();
  private Instant reportedAt = Instant.MIN;

  void accept(LoadReport report, AppLoad load, Instant receivedAt) {
    reportedAt = receivedAt;
    meter.accept(report, load, receivedAt);
    inFlight.accept(report.balancer(), load, receivedAt);
    revisions.accept(report, load);
  }

  void forget(String balancer) {
    meter.forget(balancer);
    inFlight.forget(balancer);
    revisions.forget(balancer);
  }

  /** Names balancers that serve: the load is not known while one of them has not reported. */
  void expect(Set<String> balancers) {
    meter.expect(balancers);
    inFlight.expect(balancers);
  }

  /** When a balancer last reported. */
  Instant reportedAt() {
    return reportedAt;
  }

  /** Adds this second's sample, or the other one if that says the same, and tells which. */
  LoadSample sample(Instant now, Duration keep, @Nullable LoadSample other) {
    var sample = meter.sample(now);
    var kept = other != null && sample.equals(other) ? other : sample;
    history.add(kept, keep);
    return kept;
  }

  /** Whether there was no load that is known for so long, nor any that the status tells of. */
  boolean isQuietFor(Duration window, Instant now) {
    var longer = window.compareTo(STATUS_WINDOW) > 0 ? window : STATUS_WINDOW;
    return history.isQuietSince(now.minus(longer));
  }

  LoadHistory history() {
    return history;
  }

  InFlight inFlight() {
    return inFlight;
  }

  /** What revisions made of their requests while one is on trial. */
  RevisionTallies revisions() {
    return revisions;
  }

  int queued() {
    return meter.queued();
  }

  /** The mean of the last seconds; complete unless a balancer was silent for long. */
  LoadSample recent(Instant now) {
    var from = now.minus(STATUS_WINDOW);
    var latest = history.latest();
    return new LoadSample(
        now,
        history.meanSince(from, LoadMetric.CONCURRENCY),
        latest == null ? 0 : latest.connections(),
        history.meanSince(from, LoadMetric.REQUEST_RATE),
        meter.queued(),
        !history.isIncompleteSince(now.minus(STATUS_PATIENCE)));
  }
}
