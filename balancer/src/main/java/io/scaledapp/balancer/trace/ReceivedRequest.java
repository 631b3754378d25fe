package io.scaledapp.balancer.trace;

import org.jspecify.annotations.Nullable;

/**
 * What a span tells of a request that begins.
 *
 * @param method as it was sent
 * @param knownMethod whether it is one that RFC 9110 or RFC 5789 defines; others are a client's
 *     choice, and so are not counted by their names
 * @param path without the query, which may hold secrets
 * @param scheme {@code http} or {@code https}, as the client saw it
 * @param authority the Host, perhaps with a port; empty without one
 * @param client the client's address, as trusted proxies tell it
 * @param peer the address at the other end of the connection
 * @param version of HTTP: 1.0, 1.1 or 2
 * @param userAgent empty if it was not sent
 * @param parent the sender's span; null if a trace begins here
 */
public record ReceivedRequest(
    String method,
    boolean knownMethod,
    String path,
    String scheme,
    String authority,
    String client,
    String peer,
    String version,
    String userAgent,
    @Nullable Parent parent) {

  /**
   * A span in another process.
   *
   * @param traceId 32 hexadecimal digits
   * @param spanId 16 hexadecimal digits
   * @param state the value of Tracestate as one list; empty without one
   */
  public record Parent(String traceId, String spanId, String state) {}
}
