package io.scaledapp.operator.simulator;

/**
 * What a policy sees at the end of a second.
 *
 * @param second from the start of the trace, beginning with 1
 * @param ready replicas that take requests
 * @param present replicas that are ready or starting
 * @param meanConcurrency requests in flight and waiting, averaged over the second
 * @param concurrency requests in flight and waiting now
 * @param requests that arrived in the second
 * @param refused requests that were refused in the second
 * @param queued requests that wait now
 */
public record Moment(
    long second,
    int ready,
    int present,
    double meanConcurrency,
    int concurrency,
    int requests,
    int refused,
    int queued) {}
