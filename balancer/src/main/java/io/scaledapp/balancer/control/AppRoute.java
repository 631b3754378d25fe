package io.scaledapp.balancer.control;

import java.util.List;

/**
 * How requests reach one app.
 *
 * @param app {@code namespace/name}, unique in a table
 * @param hosts lower case, without port; empty means any host that no other app names
 * @param pathPrefixes each begins with {@code /} and matches whole segments; the longest wins
 * @param port where every balancer listens for this app alone, whatever Host a request names and
 *     whatever path; one port is one app's. 0 means none
 * @param policy how a replica is chosen
 * @param maxConcurrencyPerReplica requests in flight at once on one endpoint, over all event loops
 *     and, with {@link SlotGrants}, over all balancers; 0 means no limit
 * @param queue what happens to requests that find no free endpoint
 * @param timeouts none is infinite
 * @param endpoints ready and draining ones; an endpoint that is gone from the list gets no new
 *     request, while what is in flight on it goes on
 */
public record AppRoute(
    String app,
    List<String> hosts,
    List<String> pathPrefixes,
    int port,
    Policy policy,
    int maxConcurrencyPerReplica,
    QueueLimits queue,
    Timeouts timeouts,
    List<Endpoint> endpoints) {

  public AppRoute {
    hosts = List.copyOf(hosts);
    pathPrefixes = List.copyOf(pathPrefixes);
    endpoints = List.copyOf(endpoints);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "port of %s must be 0 to 65535, but is %d".formatted(app, port));
    }
  }

  /** The same with a port of its own. */
  public AppRoute withPort(int port) {
    return new AppRoute(
        app,
        hosts,
        pathPrefixes,
        port,
        policy,
        maxConcurrencyPerReplica,
        queue,
        timeouts,
        endpoints);
  }

  /** The balancing policies of this version. */
  public enum Policy {
    ROUND_ROBIN,
    LEAST_CONNECTIONS,
    IP_HASH
  }
}
