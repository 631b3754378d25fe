package io.scaledapp.balancer.control;

import java.util.List;

/**
 * What makes one load report of the report before it on the same connection: of thousands of apps
 * most are idle, and their counters stand still.
 *
 * @param incarnation of both reports
 * @param base {@code uptimeNanos} of the report that it changes
 * @param uptimeNanos of the report that it makes
 * @param changed apps that are new or whose load is another
 * @param removed names of apps that are gone
 * @param portFailures all of the report that it makes
 */
public record LoadDelta(
    String incarnation,
    long base,
    long uptimeNanos,
    List<AppLoad> changed,
    List<String> removed,
    List<PortFailure> portFailures) {

  public LoadDelta {
    changed = List.copyOf(changed);
    removed = List.copyOf(removed);
    portFailures = List.copyOf(portFailures);
  }

  /** The delta with which {@code base} becomes {@code next}, which is of the same incarnation. */
  public static LoadDelta between(LoadReport base, LoadReport next) {
    var changes = NamedChanges.between(base.apps(), next.apps(), AppLoad::app);
    return new LoadDelta(
        next.incarnation(),
        base.uptimeNanos(),
        next.uptimeNanos(),
        changes.changed(),
        changes.removed(),
        next.portFailures());
  }

  /** Whether it was made for this report. */
  public boolean fits(LoadReport report) {
    return report.incarnation().equals(incarnation) && report.uptimeNanos() == base;
  }

  /** The report that it makes of the one that it fits; new apps come last. */
  public LoadReport applyTo(LoadReport report) {
    var apps = NamedChanges.made(report.apps(), changed, removed, AppLoad::app);
    return new LoadReport(
        report.balancer(), incarnation, uptimeNanos, List.copyOf(apps.values()), portFailures);
  }
}
