package io.scaledapp.balancer.cache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.handler.codec.DateFormatter;
import io.scaledapp.balancer.http1.FieldName;
import io.scaledapp.balancer.http1.ResponseHead;
import java.io.ByteArrayOutputStream;
import java.util.Date;
import java.util.List;
import java.util.Locale;

/**
 * Writes the heads that are stored and served: lines of HTTP/1.1, each with its line end, without
 * the empty one. What ends at the balancer, what frames the body and what tells of other caches is
 * left out (RFC 9111 section 3.1).
 */
final class StoredHead {
  private static final List<String> NOT_STORED = List.of("age", "cache-status");

  /** What a 304 does not change, since the body stays (RFC 9111 section 3.2). */
  private static final List<String> OF_BODY =
      List.of("content-encoding", "content-length", "content-range", "content-type", "etag");

  /** RFC 9110 section 15.4.5. */
  private static final List<String> OF_NOT_MODIFIED =
      List.of(
          "cache-control", "content-location", "date", "etag", "expires", "last-modified", "vary");

  private StoredHead() {}

  /** Of a response that came; it gets a Date if it has none (RFC 9110 section 6.6.1). */
  static byte[] of(ResponseHead head, long wallTime) {
    var lines = new ByteArrayOutputStream(head.length() + Entries.OVERHEAD);
    lines.write(head.bytes(), 0, head.statusLineEnd());
    for (int field = 0; field < head.fieldCount(); field++) {
      if (isStored(head, field)) {
        line(head, field, lines);
      }
    }
    date(head, wallTime, lines);
    return lines.toByteArray();
  }

  private static void date(ResponseHead head, long wallTime, ByteArrayOutputStream lines) {
    if (head.find("date") < 0) {
      lines.writeBytes(
          ("Date: " + DateFormatter.format(new Date(wallTime)) + "\r\n").getBytes(ISO_8859_1));
    }
  }

  /** Of a stored response whose fields a 304 replaces (RFC 9111 section 3.2). */
  static byte[] freshened(ResponseHead stored, ResponseHead notModified, long wallTime) {
    var lines = new ByteArrayOutputStream(stored.length() + notModified.length());
    lines.write(stored.bytes(), 0, stored.statusLineEnd());
    for (int field = 0; field < stored.fieldCount(); field++) {
      int other = notModified.find(stored.fieldName(field).toLowerCase(Locale.ROOT));
      // A 304 without Date is as old as it is here, and not as the stored response.
      if ((other < 0 || !replaces(notModified, other)) && !stored.isNamed(field, "date")) {
        line(stored, field, lines);
      }
    }
    for (int field = 0; field < notModified.fieldCount(); field++) {
      if (replaces(notModified, field)) {
        line(notModified, field, lines);
      }
    }
    date(notModified, wallTime, lines);
    return lines.toByteArray();
  }

  /** Of a 304 in place of the response. */
  static byte[] notModified(ResponseHead stored, long wallTime) {
    var lines = new ByteArrayOutputStream(stored.length());
    lines.writeBytes("HTTP/1.1 304 Not Modified\r\n".getBytes(ISO_8859_1));
    for (int field = 0; field < stored.fieldCount(); field++) {
      if (isOneOf(stored, field, OF_NOT_MODIFIED)) {
        line(stored, field, lines);
      }
    }
    date(stored, wallTime, lines);
    return lines.toByteArray();
  }

  private static boolean replaces(ResponseHead notModified, int field) {
    return isStored(notModified, field) && !isOneOf(notModified, field, OF_BODY);
  }

  private static boolean isStored(ResponseHead head, int field) {
    FieldName name = head.name(field);
    return head.isEndToEnd(field)
        && name.role() != FieldName.Role.HOP_BY_HOP
        && name != FieldName.CONTENT_LENGTH
        && name != FieldName.TRANSFER_ENCODING
        && name != FieldName.TRAILER
        && !isOneOf(head, field, NOT_STORED);
  }

  private static boolean isOneOf(ResponseHead head, int field, List<String> names) {
    for (String name : names) {
      if (head.isNamed(field, name)) {
        return true;
      }
    }
    return false;
  }

  private static void line(ResponseHead head, int field, ByteArrayOutputStream lines) {
    lines.write(head.bytes(), head.nameStart(field), head.lineEnd(field) - head.nameStart(field));
  }
}
