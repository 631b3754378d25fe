package io.scaledapp.balancer.filter;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.scaledapp.balancer.control.RequestRules;
import io.scaledapp.balancer.http1.Cause;
import io.scaledapp.balancer.http1.Refusal;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.http1.RequestLine;
import org.jspecify.annotations.Nullable;

/**
 * Sends clients in plain text to https, with the host, path and query that they asked for. On the
 * app's own port it does nothing: there is no other way to the app from within the cluster.
 */
final class SecureRedirect {
  private static final int HTTPS_PORT = 443;
  private static final Refusal NO_HOST =
      new Refusal(
          Cause.MALFORMED_REQUEST, "a request in plain text without a host to be sent on to");

  private static final int MOVED_PERMANENTLY = 301;

  private final Cause cause;
  private final String port;

  SecureRedirect(RequestRules.HttpsRedirect rule) {
    cause = rule.statusCode() == MOVED_PERMANENTLY ? Cause.REDIRECTED_WITH_GET : Cause.REDIRECTED;
    port = rule.port() == HTTPS_PORT ? "" : ":" + rule.port();
  }

  @Nullable Refusal check(RequestHead head, Sender sender) {
    if (sender.usesAppPort() || sender.isSecure(head)) {
      return null;
    }
    String host = sender.host(head);
    return host.isEmpty()
        ? NO_HOST
        : new Refusal(
            cause, "The app is served by https", "Location: https://" + host + port + target(head));
  }

  /** As it was asked for; its bytes are visible ASCII, which the parser sees to. */
  private static String target(RequestHead head) {
    RequestLine line = head.line();
    byte[] bytes = head.bytes();
    int start = line.pathStart();
    boolean isPath = start < line.pathEnd() && bytes[start] == '/';
    if (isPath) {
      return new String(bytes, start, line.targetEnd() - start, US_ASCII);
    }
    // An absolute target without a path may have a query; OPTIONS * is of the server.
    return "/" + new String(bytes, line.pathEnd(), line.targetEnd() - line.pathEnd(), US_ASCII);
  }
}
