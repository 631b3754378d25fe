package io.scaledapp.balancer.metrics;

import java.util.Locale;

/** How a request fared in its app's cache, for metrics and logs. */
public enum CacheResult {
  /** Served from the cache without asking the app. */
  HIT,
  /** The same with a response that is stale. */
  STALE,
  /** Served from the cache after the app said that the response still holds. */
  REVALIDATED,
  /** Sent to the app, since nothing was there that would do. */
  MISS,
  /** Sent to the app, since the cache has nothing to do with such a request. */
  BYPASS;

  private final String code = name().toLowerCase(Locale.ROOT);

  /** In lower case. */
  public String code() {
    return code;
  }
}
