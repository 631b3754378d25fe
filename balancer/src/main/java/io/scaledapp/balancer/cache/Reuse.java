package io.scaledapp.balancer.cache;

/** What a request may get of a stored response (RFC 9111 sections 4.2, 5.2.1 and RFC 5861). */
enum Reuse {
  /** The response, without asking the app. */
  FRESH,
  /** The response although it is stale, since the client takes it so. */
  STALE,
  /** The response although it is stale, while somebody asks the app. */
  STALE_WHILE_REVALIDATED,
  /** The app is to be asked first. */
  REVALIDATED;

  /**
   * Decides by what both sides say.
   *
   * @param age of the response, in seconds
   */
  static Reuse of(CacheControl request, CacheControl response, long lifetime, long age) {
    boolean tooOld = request.maxAge() >= 0 && age > request.maxAge();
    if (request.noCache() || response.noCache() || tooOld) {
      return REVALIDATED;
    }
    long left = lifetime - age;
    if (left > 0) {
      return left < request.minFresh() ? REVALIDATED : FRESH;
    }
    if (request.minFresh() >= 0 || isStaleForbidden(response)) {
      return REVALIDATED;
    }
    if (-left <= request.maxStale()) {
      return STALE;
    }
    return -left <= response.staleWhileRevalidate() ? STALE_WHILE_REVALIDATED : REVALIDATED;
  }

  /** Whether the response may be served stale since the app does not answer, or with an error. */
  static boolean onError(CacheControl request, CacheControl response, long lifetime, long age) {
    if (request.noCache()
        || response.noCache()
        || isStaleForbidden(response)
        || request.maxAge() >= 0
        || request.minFresh() >= 0) {
      return false;
    }
    long allowed = Math.max(request.staleIfError(), response.staleIfError());
    return age - lifetime <= allowed;
  }

  /** Section 4.2.4; s-maxage forbids it as proxy-revalidate does (section 5.2.2.10). */
  private static boolean isStaleForbidden(CacheControl response) {
    return response.mustRevalidate() || response.proxyRevalidate() || response.sharedMaxAge() >= 0;
  }
}
