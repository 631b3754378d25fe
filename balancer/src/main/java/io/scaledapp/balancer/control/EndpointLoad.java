package io.scaledapp.balancer.control;

/**
 * The load on one endpoint.
 *
 * @param endpoint its id
 * @param concurrency requests in flight on it now, tunnels included
 * @param tunnels those of {@code concurrency} that are tunnels
 * @param requests requests sent to it, cumulative
 * @param failures attempts on it that ended without a whole response, cumulative
 */
public record EndpointLoad(
    String endpoint, int concurrency, int tunnels, long requests, long failures) {}
