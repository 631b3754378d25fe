package io.scaledapp.balancer.cache;

/** The members of a {@code Cache-Status} field that the balancer writes (RFC 9211). */
final class CacheStatus {
  private static final String NAME = "Cache-Status: scaledapp; ";

  /** Why a request went to the app (RFC 9211 section 2.2). */
  enum Forward {
    /** The cache is not for such requests. */
    BYPASS("bypass"),
    /** The method is none that a cache answers. */
    METHOD("method"),
    /** Nothing is stored for the target. */
    URI_MISS("uri-miss"),
    /** What is stored for the target is for other requests. */
    VARY_MISS("vary-miss"),
    /** What is stored is fresh, and the request wants more than that. */
    REQUEST("request"),
    STALE("stale");

    private final String token;

    Forward(String token) {
      this.token = token;
    }
  }

  private CacheStatus() {}

  /** Of a response from the cache without a request to the app. */
  static String hit(long left) {
    return NAME + "hit; ttl=" + left;
  }

  /** Of a response that the app gave. */
  static String forwarded(Forward forward, boolean stored) {
    return NAME + "fwd=" + forward.token + (stored ? "; stored" : "");
  }

  /**
   * Of a response from the cache after the app answered with the status, or with none if it is 0.
   */
  static String afterForward(Forward forward, int status, long left) {
    return NAME
        + "fwd="
        + forward.token
        + (status == 0 ? "" : "; fwd-status=" + status)
        + "; ttl="
        + left;
  }
}
