package io.scaledapp.balancer.accesslog;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The combined format of Apache and nginx, in UTC. Quotes, backslashes and what is not printable
 * ASCII are escaped as {@code \xHH}, as nginx does.
 *
 * @param query whether queries are written
 */
record CombinedFormat(boolean query) implements LineFormat {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  @Override
  public void append(AccessEntry entry, ByteArrayOutputStream out) {
    var request = entry.request;
    var line = new StringBuilder(256);
    line.append(request.client()).append(" - - [");
    TIME.formatTo(Instant.ofEpochMilli(entry.time), line);
    line.append("] \"");
    appendRequest(request, line);
    line.append("\" ").append(entry.status).append(' ').append(entry.sent).append(" \"");
    appendOrDash(request.referer(query), line);
    line.append("\" \"");
    appendOrDash(request.userAgent(), line);
    line.append("\"\n");
    out.writeBytes(line.toString().getBytes(US_ASCII));
  }

  private void appendRequest(LoggedRequest request, StringBuilder line) {
    if (request.method().isEmpty()) {
      line.append('-');
      return;
    }
    escape(request.method(), line);
    escape(request.path(), line.append(' '));
    if (query && !request.query().isEmpty()) {
      escape(request.query(), line.append('?'));
    }
    line.append(" HTTP/").append(request.version());
  }

  private static void appendOrDash(String bytes, StringBuilder line) {
    escape(bytes.isEmpty() ? "-" : bytes, line);
  }

  private static void escape(String bytes, StringBuilder line) {
    for (int at = 0; at < bytes.length(); at++) {
      char c = bytes.charAt(at);
      if (c < ' ' || c >= 0x7f || c == '"' || c == '\\') {
        line.append("\\x").append(HEX[(c >> 4) & 0xf]).append(HEX[c & 0xf]);
      } else {
        line.append(c);
      }
    }
  }
}
