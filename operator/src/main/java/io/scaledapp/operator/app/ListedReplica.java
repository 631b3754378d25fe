package io.scaledapp.operator.app;

/**
 * A replica with what the lifecycle knows of it beside its platform.
 *
 * @param draining whether it gets no new request, since it is to be stopped
 * @param inFlight requests in flight on it, by the latest report of each balancer
 */
public record ListedReplica(Replica replica, boolean draining, int inFlight) {}
