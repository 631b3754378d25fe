package io.scaledapp.balancer.control;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
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
 * @param cache what is kept of responses to answer further requests with; null for nothing
 * @param stickyCookie what leads a client's requests to one endpoint; null for nothing but the
 *     policy
 * @param revisionSplit how requests are divided while a revision is on trial; null while none is
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
    @Nullable ZonePreference zonePreference,
    @Nullable CachePolicy cache,
    @Nullable StickyCookiePolicy stickyCookie,
    @Nullable RevisionSplit revisionSplit) {

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

  /** Without compression, circuit breaker, zone preference, cache, sticky cookie and split. */
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
        null,
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
    return with(
        draft -> {
          draft.hashKey = hashKey;
          draft.loadBoundPercent = loadBoundPercent;
        });
  }

  /** The same with another slow start. */
  public TrafficPolicy withSlowStart(Duration slowStart) {
    return with(draft -> draft.slowStart = slowStart);
  }

  /** The same with another outlier detection. */
  public TrafficPolicy withOutlierDetection(OutlierDetection outlierDetection) {
    return with(draft -> draft.outlierDetection = outlierDetection);
  }

  /** The same with other retries. */
  public TrafficPolicy withRetries(RetryPolicy retries) {
    return with(draft -> draft.retries = retries);
  }

  /** The same with another health check. */
  public TrafficPolicy withHealthCheck(@Nullable HealthCheck healthCheck) {
    return with(draft -> draft.healthCheck = healthCheck);
  }

  /** The same with responses that are compressed, or not. */
  public TrafficPolicy withCompression(@Nullable CompressionPolicy compression) {
    return with(draft -> draft.compression = compression);
  }

  /** The same with another circuit breaker, or none. */
  public TrafficPolicy withCircuitBreaker(@Nullable CircuitBreakerPolicy circuitBreaker) {
    return with(draft -> draft.circuitBreaker = circuitBreaker);
  }

  /** The same with endpoints of the own zone preferred, or not. */
  public TrafficPolicy withZonePreference(@Nullable ZonePreference zonePreference) {
    return with(draft -> draft.zonePreference = zonePreference);
  }

  /** The same with responses that are kept, or not. */
  public TrafficPolicy withCache(@Nullable CachePolicy cache) {
    return with(draft -> draft.cache = cache);
  }

  /** The same with a sticky cookie, or none. */
  public TrafficPolicy withStickyCookie(@Nullable StickyCookiePolicy stickyCookie) {
    return with(draft -> draft.stickyCookie = stickyCookie);
  }

  /** The same with requests that are divided between revisions, or not. */
  public TrafficPolicy withRevisionSplit(@Nullable RevisionSplit revisionSplit) {
    return with(draft -> draft.revisionSplit = revisionSplit);
  }

  private TrafficPolicy with(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.policy();
  }

  /** A policy while a part of it changes. */
  private static final class Draft {
    private HashKey hashKey;
    private int loadBoundPercent;
    private Duration slowStart;
    private OutlierDetection outlierDetection;
    private RetryPolicy retries;
    private @Nullable HealthCheck healthCheck;
    private @Nullable CompressionPolicy compression;
    private @Nullable CircuitBreakerPolicy circuitBreaker;
    private @Nullable ZonePreference zonePreference;
    private @Nullable CachePolicy cache;
    private @Nullable StickyCookiePolicy stickyCookie;
    private @Nullable RevisionSplit revisionSplit;

    private Draft(TrafficPolicy from) {
      hashKey = from.hashKey;
      loadBoundPercent = from.loadBoundPercent;
      slowStart = from.slowStart;
      outlierDetection = from.outlierDetection;
      retries = from.retries;
      healthCheck = from.healthCheck;
      compression = from.compression;
      circuitBreaker = from.circuitBreaker;
      zonePreference = from.zonePreference;
      cache = from.cache;
      stickyCookie = from.stickyCookie;
      revisionSplit = from.revisionSplit;
    }

    private TrafficPolicy policy() {
      return new TrafficPolicy(
          hashKey,
          loadBoundPercent,
          slowStart,
          outlierDetection,
          retries,
          healthCheck,
          compression,
          circuitBreaker,
          zonePreference,
          cache,
          stickyCookie,
          revisionSplit);
    }
  }
}
