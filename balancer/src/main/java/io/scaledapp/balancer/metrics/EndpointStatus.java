package io.scaledapp.balancer.metrics;

import io.scaledapp.balancer.control.EndpointLoad;

/**
 * How this balancer stands to an endpoint.
 *
 * @param app {@code namespace/name}
 * @param load what it has to do
 * @param weight its share of requests beside the others' weights, which grows while it starts
 *     slowly
 * @param ejected whether it gets no request for a while, since it failed
 * @param healthy whether no check says otherwise
 * @param connections open to it
 * @param idleConnections of these, HTTP/1.1 connections that wait for a request
 */
public record EndpointStatus(
    String app,
    EndpointLoad load,
    double weight,
    boolean ejected,
    boolean healthy,
    int connections,
    int idleConnections) {}
