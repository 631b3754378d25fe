package io.scaledapp.balancer.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.scaledapp.balancer.accesslog.LoggedRequest;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.http1.RequestLine;

/** Takes out of a head what the access log tells of it; each text is cut at a bound. */
final class RequestDigest {
  private static final int MAX_PATH = 1024;
  private static final int MAX_FIELD = 512;

  private RequestDigest() {}

  /**
   * What is logged of a request.
   *
   * @param head may be one that was refused, or did not come to its end
   * @param client the client's address
   * @param version of HTTP
   */
  static LoggedRequest of(RequestHead head, String client, String version) {
    if (!head.isStartLineRead()) {
      String known = version.equals("2") ? version : "";
      return new LoggedRequest(client, "", "", "", "", known, "", "");
    }
    RequestLine line = head.line();
    return new LoggedRequest(
        client,
        text(head, line.start(), line.methodEnd(), MAX_FIELD),
        head.hostField() < 0 ? "" : field(head, head.hostField()),
        text(head, line.pathStart(), line.pathEnd(), MAX_PATH),
        text(head, line.pathEnd() + 1, line.targetEnd(), MAX_PATH),
        version,
        field(head, head.find("user-agent")),
        field(head, head.find("referer")));
  }

  private static String field(RequestHead head, int field) {
    return field < 0 ? "" : text(head, head.valueStart(field), head.valueEnd(field), MAX_FIELD);
  }

  private static String text(RequestHead head, int start, int end, int max) {
    int length = Math.clamp(end - start, 0, max);
    return new String(head.bytes(), start, length, ISO_8859_1);
  }
}
