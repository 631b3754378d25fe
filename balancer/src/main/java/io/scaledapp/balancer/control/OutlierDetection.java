package io.scaledapp.balancer.control;

import java.time.Duration;

/**
 * When an endpoint that fails gets no new request for a while. The numbers are Envoy's defaults;
 * unlike Envoy's, it is on unless it is switched off, and an answer with status 5xx is no failure
 * unless that is asked for, since a client can provoke one.
 *
 * @param consecutiveFailures how many in a row make an endpoint an outlier; 0 means that none is
 * @param serverErrors whether an answer with status 5xx is a failure, as no valid answer always is
 * @param ejectionTime how long for the first time; twice that for the second, and so on
 * @param maxEjectionTime the longest
 * @param maxEjectionPercent of an app's ready endpoints, out at once; one may always be, unless
 *     this is 0, but never the last
 */
public record OutlierDetection(
    int consecutiveFailures,
    boolean serverErrors,
    Duration ejectionTime,
    Duration maxEjectionTime,
    int maxEjectionPercent) {

  public static final OutlierDetection DEFAULT =
      new OutlierDetection(5, false, Duration.ofSeconds(30), Duration.ofSeconds(300), 10);
}
