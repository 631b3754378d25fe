package io.scaledapp.balancer.accesslog;

/**
 * What a client sent. Each text holds a client's bytes as they came, one a character (ISO 8859-1);
 * it is empty if it is not known, and bounded.
 *
 * @param client the client's address, as trusted proxies in front tell it
 * @param query without its question mark
 * @param version of HTTP: 1.0, 1.1 or 2
 */
public record LoggedRequest(
    String client,
    String method,
    String host,
    String path,
    String query,
    String version,
    String userAgent,
    String referer) {

  /**
   * The referer.
   *
   * @param query whether with its query, which may hold secrets as any other
   */
  String referer(boolean query) {
    int start = query ? -1 : referer.indexOf('?');
    return start < 0 ? referer : referer.substring(0, start);
  }
}
