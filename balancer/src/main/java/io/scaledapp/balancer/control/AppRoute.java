package io.scaledapp.balancer.control;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
 * @param traffic how requests are spread and endpoints cared for, beyond the policy
 * @param protocol what the endpoints speak; an app that speaks TCP has no requests: each connection
 *     to its port, or to a listener that is the app's, takes the place of one
 * @param transport how connections to the endpoints begin
 * @param rules what is done with requests before an endpoint is sought; null means nothing
 * @param measured whether the time until answers begin is told in the load report
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
    List<Endpoint> endpoints,
    TrafficPolicy traffic,
    Protocol protocol,
    Transport transport,
    @Nullable RequestRules rules,
    boolean measured) {

  public AppRoute {
    hosts = List.copyOf(hosts);
    pathPrefixes = List.copyOf(pathPrefixes);
    endpoints = List.copyOf(endpoints);
    // Absent in what the version before sends.
    traffic = Objects.requireNonNullElse(traffic, TrafficPolicy.DEFAULT);
    protocol = Objects.requireNonNullElse(protocol, Protocol.HTTP1);
    transport = Objects.requireNonNullElse(transport, Transport.DEFAULT);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "port of %s must be 0 to 65535, but is %d".formatted(app, port));
    }
  }

  /** With the default {@link TrafficPolicy}, to endpoints that speak HTTP/1.1. */
  public AppRoute(
      String app,
      List<String> hosts,
      List<String> pathPrefixes,
      int port,
      Policy policy,
      int maxConcurrencyPerReplica,
      QueueLimits queue,
      Timeouts timeouts,
      List<Endpoint> endpoints) {
    this(
        app,
        hosts,
        pathPrefixes,
        port,
        policy,
        maxConcurrencyPerReplica,
        queue,
        timeouts,
        endpoints,
        TrafficPolicy.DEFAULT,
        Protocol.HTTP1,
        Transport.DEFAULT,
        null,
        false);
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
        endpoints,
        traffic,
        protocol,
        transport,
        rules,
        measured);
  }

  /** The same with another queue and other endpoints. */
  public AppRoute with(QueueLimits queue, List<Endpoint> endpoints) {
    return new AppRoute(
        app,
        hosts,
        pathPrefixes,
        port,
        policy,
        maxConcurrencyPerReplica,
        queue,
        timeouts,
        endpoints,
        traffic,
        protocol,
        transport,
        rules,
        measured);
  }

  /** The same with another policy. */
  public AppRoute with(Policy policy, TrafficPolicy traffic) {
    return new AppRoute(
        app,
        hosts,
        pathPrefixes,
        port,
        policy,
        maxConcurrencyPerReplica,
        queue,
        timeouts,
        endpoints,
        traffic,
        protocol,
        transport,
        rules,
        measured);
  }

  /** The same to endpoints that speak another protocol. */
  public AppRoute withProtocol(Protocol protocol) {
    return new AppRoute(
        app,
        hosts,
        pathPrefixes,
        port,
        policy,
        maxConcurrencyPerReplica,
        queue,
        timeouts,
        endpoints,
        traffic,
        protocol,
        transport,
        rules,
        measured);
  }

  /** The same with other rules for requests. */
  public AppRoute withRules(@Nullable RequestRules rules) {
    return new AppRoute(
        app,
        hosts,
        pathPrefixes,
        port,
        policy,
        maxConcurrencyPerReplica,
        queue,
        timeouts,
        endpoints,
        traffic,
        protocol,
        transport,
        rules,
        measured);
  }

  /** The same with the time until answers begin told, or not. */
  public AppRoute withMeasured(boolean measured) {
    return new AppRoute(
        app,
        hosts,
        pathPrefixes,
        port,
        policy,
        maxConcurrencyPerReplica,
        queue,
        timeouts,
        endpoints,
        traffic,
        protocol,
        transport,
        rules,
        measured);
  }

  /** The same with connections to endpoints that begin in another way. */
  public AppRoute withTransport(Transport transport) {
    return new AppRoute(
        app,
        hosts,
        pathPrefixes,
        port,
        policy,
        maxConcurrencyPerReplica,
        queue,
        timeouts,
        endpoints,
        traffic,
        protocol,
        transport,
        rules,
        measured);
  }

  /** What endpoints may speak in this version. */
  public enum Protocol {
    /** HTTP/1.1. */
    HTTP1,
    /** HTTP/2 over plain TCP by prior knowledge (RFC 9113 section 3.3), as gRPC servers do. */
    HTTP2,
    /** Anything over TCP: bytes pass as they are. */
    TCP
  }

  /** The balancing policies of this version. */
  public enum Policy {
    ROUND_ROBIN,
    LEAST_CONNECTIONS,
    LEAST_REQUEST,
    IP_HASH,
    CONSISTENT_HASH,
    PEAK_EWMA,
    RANDOM
  }
}
