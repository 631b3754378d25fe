package io.scaledapp.balancer.control;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an app's requests are spread over its endpoints, beyond {@link AppRoute#policy}. What is
 * absent in a message has its default.
 *
 * @param hashKey what a consistent hash goes by
 * @param loadBoundPercent how many requests in flight an endpoint may have under a consistent hash,
 *     in percent of its share of all, more than 100
 * @param slowStart how long the share of a new endpoint grows until it is whole; of no effect on a
 *     policy that hashes
 * @param outlierDetection when an endpoint that fails gets no new request
 * @param retries how often a request is tried again
 * @param healthCheck how endpoints are checked; null where others say which are ready
 * @param compression how responses are compressed; null if they are not
 * @param circuitBreaker when requests are answered at once since they would fail; null if they
 *     never are
 * @param zonePreference how endpoints of the balancer's own zone are preferred; null if they are
 *     not
 */
public record TrafficPolicy(
    HashKey hashKey,
    int loadBoundPercent,
    Duration slowStart,
    OutlierDetection outlierDetection,
    RetryPolicy retries,
    @Nullable HealthCheck healthCheck,
    @Nullable CompressionPolicy compression,
    @Nullable CircuitBreakerPolicy circuitBreaker,
    @Nullable ZonePreference zonePreference) {

  public static final TrafficPolicy DEFAULT =
      new TrafficPolicy(
          HashKey.ADDRESS,
          125,
          Duration.ZERO,
          OutlierDetection.DEFAULT,
          RetryPolicy.DEFAULT,
          null,
          null,
          null,
          null);

  public TrafficPolicy {
    hashKey = Objects.requireNonNullElse(hashKey, HashKey.ADDRESS);
    slowStart = Objects.requireNonNullElse(slowStart, Duration.ZERO);
    outlierDetection = Objects.requireNonNullElse(outlierDetection, OutlierDetection.DEFAULT);
    retries = Objects.requireNonNullElse(retries, RetryPolicy.DEFAULT);
  }

  /** Without compression, circuit breaker and zone preference. */
  public TrafficPolicy(
      HashKey hashKey,
      int loadBoundPercent,
      Duration slowStart,
      OutlierDetection outlierDetection,
      RetryPolicy retries,
      @Nullable HealthCheck healthCheck) {
    this(
        hashKey,
        loadBoundPercent,
        slowStart,
        outlierDetection,
        retries,
        healthCheck,
        null,
        null,
        null);
  }

  /** Whether there is a health check. */
  public boolean hasHealthCheck() {
    return healthCheck != null;
  }

  /** The same with another key and bound of a consistent hash. */
  public TrafficPolicy withHash(HashKey hashKey, int loadBoundPercent) {
    return new TrafficPolicy(
        hashKey,
        loadBoundPercent,
        slowStart,
        outlierDetection,
        retries,
        healthCheck,
        compression,
        circuitBreaker,
        zonePreference);
  }

  /** The same with another slow start. */
  public TrafficPolicy withSlowStart(Duration slowStart) {
    return new TrafficPolicy(
        hashKey,
        loadBoundPercent,
        slowStart,
        outlierDetection,
        retries,
        healthCheck,
        compression,
        circuitBreaker,
        zonePreference);
  }

  /** The same with another outlier detection. */
  public TrafficPolicy withOutlierDetection(OutlierDetection outlierDetection) {
    return new TrafficPolicy(
        hashKey,
        loadBoundPercent,
        slowStart,
        outlierDetection,
        retries,
        healthCheck,
        compression,
        circuitBreaker,
        zonePreference);
  }

  /** The same with other retries. */
  public TrafficPolicy withRetries(RetryPolicy retries) {
    return new TrafficPolicy(
        hashKey,
        loadBoundPercent,
        slowStart,
        outlierDetection,
        retries,
        healthCheck,
        compression,
        circuitBreaker,
        zonePreference);
  }

  /** The same with another health check. */
  public TrafficPolicy withHealthCheck(@Nullable HealthCheck healthCheck) {
    return new TrafficPolicy(
        hashKey,
        loadBoundPercent,
        slowStart,
        outlierDetection,
        retries,
        healthCheck,
        compression,
        circuitBreaker,
        zonePreference);
  }

  /** The same with responses that are compressed, or not. */
  public TrafficPolicy withCompression(@Nullable CompressionPolicy compression) {
    return new TrafficPolicy(
        hashKey,
        loadBoundPercent,
        slowStart,
        outlierDetection,
        retries,
        healthCheck,
        compression,
        circuitBreaker,
        zonePreference);
  }

  /** The same with another circuit breaker, or none. */
  public TrafficPolicy withCircuitBreaker(@Nullable CircuitBreakerPolicy circuitBreaker) {
    return new TrafficPolicy(
        hashKey,
        loadBoundPercent,
        slowStart,
        outlierDetection,
        retries,
        healthCheck,
        compression,
        circuitBreaker,
        zonePreference);
  }

  /** The same with endpoints of the own zone preferred, or not. */
  public TrafficPolicy withZonePreference(@Nullable ZonePreference zonePreference) {
    return new TrafficPolicy(
        hashKey,
        loadBoundPercent,
        slowStart,
        outlierDetection,
        retries,
        healthCheck,
        compression,
        circuitBreaker,
        zonePreference);
  }
}
