package io.scaledapp.e2e.differential;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads a request as a careless server does: it takes what it can get, and the first of two. Slow,
 * simple and apart from the code under test.
 */
final class ForgivingReader {
  private static final Pattern HEX = Pattern.compile("\\p{XDigit}{1,7}");

  private ForgivingReader() {}

  /**
   * A request as it was read.
   *
   * @param end where it ends in the text, or -1 if it is not whole
   */
  record Request(String head, String body, String trailers, int end) {
    private static final Request NOT_WHOLE = new Request("", "", "", -1);

    boolean isWhole() {
      return end >= 0;
    }

    String method() {
      return word(0);
    }

    String target() {
      return word(1);
    }

    private String word(int number) {
      var words = head.split("\r\n", 2)[0].split(" ");
      return number < words.length ? words[number] : "";
    }

    /** The first field of a name in lower case, or "". */
    String field(String name) {
      return fieldOf(head, name);
    }
  }

  static Request read(String text) {
    var headEnd = text.indexOf("\r\n\r\n");
    if (headEnd < 0) {
      return Request.NOT_WHOLE;
    }
    var head = text.substring(0, headEnd);
    var body = headEnd + 4;
    if (fieldOf(head, "transfer-encoding").toLowerCase(Locale.ROOT).contains("chunked")) {
      return chunked(text, head, body);
    }
    var length = fieldOf(head, "content-length");
    var end = body + (length.matches("\\d{1,18}") ? Long.parseLong(length) : 0);
    return end > text.length()
        ? Request.NOT_WHOLE
        : new Request(head, text.substring(body, (int) end), "", (int) end);
  }

  private static Request chunked(String text, String head, int start) {
    var content = new StringBuilder();
    var at = start;
    while (true) {
      var lineEnd = text.indexOf("\r\n", at);
      var hex = HEX.matcher(lineEnd < 0 ? "" : text.substring(at, lineEnd));
      if (!hex.lookingAt()) {
        return Request.NOT_WHOLE;
      }
      var size = Integer.parseInt(hex.group(), 16);
      if (size == 0) {
        return trailers(text, head, content.toString(), lineEnd);
      }
      at = lineEnd + 2 + size + 2;
      if (at > text.length()) {
        return Request.NOT_WHOLE;
      }
      content.append(text, lineEnd + 2, lineEnd + 2 + size);
    }
  }

  private static Request trailers(String text, String head, String content, int lastLineEnd) {
    var end = text.indexOf("\r\n\r\n", lastLineEnd);
    if (end < 0) {
      return Request.NOT_WHOLE;
    }
    var trailers = text.substring(Math.min(end, lastLineEnd + 2), end);
    return new Request(head, content, trailers, end + 4);
  }

  private static String fieldOf(String head, String name) {
    for (var line : head.split("\r\n")) {
      var colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().equalsIgnoreCase(name)) {
        return line.substring(colon + 1).strip();
      }
    }
    return "";
  }
}
