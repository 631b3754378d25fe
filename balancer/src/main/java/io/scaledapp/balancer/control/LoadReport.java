package io.scaledapp.balancer.control;

import java.util.List;

/**
 * What one balancer saw. Counters are cumulative since the incarnation began, so a lost report
 * loses nothing.
 *
 * @param balancer name of the balancer
 * @param incarnation differs after each start; counters of another incarnation begin at 0
 * @param uptimeNanos monotonic time since the incarnation began at which the counters were read
 * @param apps one entry an app in the routing table in force
 * @param portFailures ports of that table that are not listened on
 */
public record LoadReport(
    String balancer,
    String incarnation,
    long uptimeNanos,
    List<AppLoad> apps,
    List<PortFailure> portFailures) {

  public LoadReport {
    apps = List.copyOf(apps);
    portFailures = List.copyOf(portFailures);
  }
}
