package io.scaledapp.balancer.control;

import java.time.Duration;

/**
 * When requests of an app are answered 503 at once, since nearly all of them fail or too many are
 * in flight. Holds for each balancer by itself.
 *
 * @param failurePercent the circuit opens at this share of failed requests within the window, 1 to
 *     100; 0 means that it never does
 * @param minRequests that ended within the window, from 1; with fewer the circuit stays closed
 * @param window in which requests are counted
 * @param openFor how long no request is let through
 * @param trialRequests that are let through after that, from 1; when so many succeed, the circuit
 *     is closed
 * @param serverErrors whether an answer with status 5xx is a failure, as no valid answer always is
 * @param maxRequestsInFlight of the app at once, those that wait too; 0 means no limit
 * @param maxRetriesInFlight of the app at once; 0 means no limit
 */
public record CircuitBreakerPolicy(
    int failurePercent,
    int minRequests,
    Duration window,
    Duration openFor,
    int trialRequests,
    boolean serverErrors,
    int maxRequestsInFlight,
    int maxRetriesInFlight) {

  public static final CircuitBreakerPolicy DEFAULT =
      new CircuitBreakerPolicy(
          50, 20, Duration.ofSeconds(10), Duration.ofSeconds(5), 3, true, 0, 0);
}
