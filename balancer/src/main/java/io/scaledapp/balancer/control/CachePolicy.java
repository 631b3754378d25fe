package io.scaledapp.balancer.control;

import java.util.List;

/**
 * What a balancer keeps of an app's responses, to answer further requests with. What is absent in a
 * message has its default.
 *
 * @param maxBytes of all that is kept for the app, from 1
 * @param maxEntryBytes of one response's body, from 1
 * @param bypassCookies a request with a cookie of one of these names goes to the app, and its
 *     response is not kept; case matters
 * @param bypassHeaders the same with header fields, in lower case
 */
public record CachePolicy(
    long maxBytes, long maxEntryBytes, List<String> bypassCookies, List<String> bypassHeaders) {

  private static final long MIB = 1024 * 1024;

  public static final CachePolicy DEFAULT = new CachePolicy(16 * MIB, MIB, List.of(), List.of());

  public CachePolicy {
    maxBytes = maxBytes > 0 ? maxBytes : 16 * MIB;
    maxEntryBytes = maxEntryBytes > 0 ? maxEntryBytes : MIB;
    bypassCookies = bypassCookies == null ? List.of() : List.copyOf(bypassCookies);
    bypassHeaders = bypassHeaders == null ? List.of() : List.copyOf(bypassHeaders);
  }
}
