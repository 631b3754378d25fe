package io.scaledapp.balancer.control;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    var former = byName(base.apps());
    var changed = new ArrayList<AppLoad>();
    for (AppLoad load : next.apps()) {
      if (!load.equals(former.remove(load.app()))) {
        changed.add(load);
      }
    }
    return new LoadDelta(
        next.incarnation(),
        base.uptimeNanos(),
        next.uptimeNanos(),
        changed,
        List.copyOf(former.keySet()),
        next.portFailures());
  }

  /** Whether it was made for this report. */
  public boolean fits(LoadReport report) {
    return report.incarnation().equals(incarnation) && report.uptimeNanos() == base;
  }

  /** The report that it makes of the one that it fits; new apps come last. */
  public LoadReport applyTo(LoadReport report) {
    var apps = byName(report.apps());
    apps.keySet().removeAll(new HashSet<>(removed));
    changed.forEach(load -> apps.put(load.app(), load));
    return new LoadReport(
        report.balancer(), incarnation, uptimeNanos, List.copyOf(apps.values()), portFailures);
  }

  private static Map<String, AppLoad> byName(List<AppLoad> apps) {
    var named = LinkedHashMap.<String, AppLoad>newLinkedHashMap(apps.size());
    apps.forEach(load -> named.put(load.app(), load));
    return named;
  }
}
