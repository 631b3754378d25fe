package io.scaledapp.balancer.control;

import java.util.List;

/**
 * How requests reach one app.
 *
 * @param app {@code namespace/name}, unique in a table
 * @param hosts lower case, without port; empty means any host that no other app names
 * @param pathPrefixes each begins with {@code /} and matches whole segments; the longest wins
 * @param policy how a replica is chosen
 * @param maxConcurrencyPerReplica requests in flight at once on one endpoint, over all event loops;
 *     0 means no limit
 * @param queue what happens to requests that find no free endpoint
 * @param timeouts none is infinite
 * @param endpoints ready and draining ones; an endpoint that is gone from the list gets no new
 *     request, while what is in flight on it goes on
 */
public record AppRoute(
    String app,
    List<String> hosts,
    List<String> pathPrefixes,
    Policy policy,
    int maxConcurrencyPerReplica,
    QueueLimits queue,
    Timeouts timeouts,
    List<Endpoint> endpoints) {

  public AppRoute {
    hosts = List.copyOf(hosts);
    pathPrefixes = List.copyOf(pathPrefixes);
    endpoints = List.copyOf(endpoints);
  }

  /** The balancing policies of this version. */
  public enum Policy {
    ROUND_ROBIN,
    LEAST_CONNECTIONS,
    IP_HASH
  }
}
