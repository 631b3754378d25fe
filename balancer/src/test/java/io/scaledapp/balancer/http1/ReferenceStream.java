package io.scaledapp.balancer.http1;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The whole messages that the {@link Reference} finds, in the words of {@link MessageStream}. */
final class ReferenceStream {
  private static final HeadLimits LIMITS = MessageStream.LIMITS;

  private ReferenceStream() {}

  static List<String> requests(String text) {
    var messages = new ArrayList<String>();
    int at = 0;
    while (true) {
      String rest = text.substring(at);
      var head = Reference.request(rest, LIMITS);
      var body =
          head.flatMap(
              found ->
                  found.chunked()
                      ? Reference.chunked(rest, found.end(), LIMITS)
                      : ofLength(rest, found.end(), Math.max(0, found.length())));
      if (head.isEmpty() || body.isEmpty()) {
        return messages;
      }
      messages.add(described(head.get().line().group(), head.get(), body.get()));
      at += body.get().end();
    }
  }

  /** Until the end of the connection, a body is never whole. */
  static List<String> responses(String text, Method method) {
    var messages = new ArrayList<String>();
    int at = 0;
    while (true) {
      String rest = text.substring(at);
      var head = Reference.response(rest, LIMITS);
      var body = head.flatMap(found -> responseBody(rest, found, method));
      if (head.isEmpty() || body.isEmpty()) {
        return messages;
      }
      messages.add(described(head.get().line().group(2), head.get(), body.get()));
      at += body.get().end();
    }
  }

  private static Optional<Reference.Body> responseBody(
      String text, Reference.Head head, Method method) {
    String status = head.line().group(2);
    if (method == Method.HEAD || status.matches("1..|204|304")) {
      return ofLength(text, head.end(), 0);
    }
    if (head.chunked()) {
      return Reference.chunked(text, head.end(), LIMITS);
    }
    return head.length() < 0 ? Optional.empty() : ofLength(text, head.end(), head.length());
  }

  private static Optional<Reference.Body> ofLength(String text, int start, long length) {
    return start + length > text.length()
        ? Optional.empty()
        : Optional.of(
            new Reference.Body(
                text.substring(start, (int) (start + length)), (int) (start + length)));
  }

  private static String described(String startLine, Reference.Head head, Reference.Body body) {
    return startLine + " " + head.fields() + " with " + body.content();
  }
}
