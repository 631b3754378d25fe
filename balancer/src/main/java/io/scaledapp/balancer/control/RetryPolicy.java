package io.scaledapp.balancer.control;

import java.time.Duration;

/**
 * How often a request is tried again that may be: one that reached no replica, or an idempotent one
 * of whose answer the client has seen nothing.
 *
 * @param attempts retries of one request, from 0
 * @param budgetPercent retries of the app within 10 s, in percent of its requests within 10 s, so
 *     that retries do not multiply the load when all replicas are in trouble
 * @param minRetriesPerSecond that are allowed whatever the budget, on average over 10 s
 * @param perTryTimeout longest silence of a try from the end of its request to the beginning of its
 *     answer; zero means that the read time-out holds, after which nothing is tried again
 */
public record RetryPolicy(
    int attempts, int budgetPercent, int minRetriesPerSecond, Duration perTryTimeout) {

  public static final RetryPolicy DEFAULT = new RetryPolicy(1, 20, 10, Duration.ZERO);
}
