package io.scaledapp.balancer.http2;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.scaledapp.balancer.filter.HeaderEdit;
import io.scaledapp.balancer.http1.Ascii;
import io.scaledapp.balancer.http1.FieldName;
import io.scaledapp.balancer.http1.MessageHead;
import io.scaledapp.balancer.http1.ResponseHead;
import io.scaledapp.balancer.http1.TrailerSection;
import org.jspecify.annotations.Nullable;

/** The fields of a response as HTTP/2 has them: without what concerns one connection. */
final class ResponseFields {
  private static final AsciiString WEB_SOCKET_ACCEPT = AsciiString.cached("sec-websocket-accept");
  private static final AsciiString SET_COOKIE = AsciiString.cached("set-cookie");
  private static final AsciiString[] STATUSES = new AsciiString[600];

  static {
    for (int status = 100; status < STATUSES.length; status++) {
      STATUSES[status] = AsciiString.cached(Integer.toString(status));
    }
  }

  private ResponseFields() {}

  /** Of a response, final or not, that gets the status. */
  static Http2Headers of(ResponseHead head, int status) {
    return of(head, status, null, null);
  }

  /**
   * The same with what changes besides.
   *
   * @param cookie that is set, or null for none
   */
  static Http2Headers of(
      ResponseHead head, int status, @Nullable HeaderEdit edits, @Nullable AsciiString cookie) {
    var fields = new FieldList(head.fieldCount() + 1).status(STATUSES[status]);
    for (int field = 0; field < head.fieldCount(); field++) {
      if (passes(head, field) && (edits == null || !edits.drops(head, field))) {
        add(head, field, fields);
      }
    }
    if (edits != null) {
      edits.forEach(fields::add);
    }
    if (cookie != null) {
      fields.add(SET_COOKIE, cookie);
    }
    return fields;
  }

  /** RFC 9113 section 8.2.2; an upgrade that a 426 speaks of is one of HTTP/1.1. */
  private static boolean passes(ResponseHead head, int field) {
    FieldName name = head.name(field);
    return head.isEndToEnd(field)
        && name.role() != FieldName.Role.HOP_BY_HOP
        && name != FieldName.TRANSFER_ENCODING
        && !(head.status() == 101 && isWebSocketAccept(head, field));
  }

  /** The field with which a replica agrees to a WebSocket, or the empty string without it. */
  static String webSocketAccept(ResponseHead head) {
    for (int field = 0; field < head.fieldCount(); field++) {
      if (isWebSocketAccept(head, field)) {
        return head.value(field);
      }
    }
    return "";
  }

  private static boolean isWebSocketAccept(MessageHead head, int field) {
    return lowerCase(head.bytes(), head.nameStart(field), head.nameEnd(field))
        .equals(WEB_SOCKET_ACCEPT);
  }

  /** Of what follows a body. */
  static Http2Headers of(TrailerSection section) {
    var fields = new FieldList(section.fieldCount());
    for (int field = 0; field < section.fieldCount(); field++) {
      add(section, field, fields);
    }
    return fields;
  }

  private static void add(MessageHead head, int field, Http2Headers fields) {
    int start = head.valueStart(field);
    var value = new AsciiString(head.bytes(), start, head.valueEnd(field) - start, true);
    fields.add(lowerCase(head.bytes(), head.nameStart(field), head.nameEnd(field)), value);
  }

  /** RFC 9113 section 8.2. */
  static AsciiString lowerCase(byte[] bytes, int start, int end) {
    byte[] name = new byte[end - start];
    for (int i = 0; i < name.length; i++) {
      name[i] = Ascii.toLowerCase(bytes[start + i]);
    }
    return new AsciiString(name, false);
  }
}
