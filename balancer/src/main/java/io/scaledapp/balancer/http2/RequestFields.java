package io.scaledapp.balancer.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.scaledapp.balancer.http1.Ascii;

/**
 * The fields that a replica gets in HTTP/2, of the head that it would get in HTTP/1.1 (RFC 9113
 * section 8.3.1). That head is the balancer's own and so well-formed: what ends here is off, but
 * what it says of its framing and of the connection.
 */
final class RequestFields {
  private static final AsciiString HTTP = AsciiString.cached("http");
  private static final AsciiString HTTPS = AsciiString.cached("https");
  private static final AsciiString HOST = AsciiString.cached("host");
  private static final AsciiString CONNECTION = AsciiString.cached("connection");
  private static final AsciiString TRANSFER_ENCODING = AsciiString.cached("transfer-encoding");

  private final byte[] bytes;

  private RequestFields(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Of the head, with its empty line, that is readable in {@code head}.
   *
   * @param secure whether the connection to the replica is
   */
  static Http2Headers of(ByteBuf head, boolean secure) {
    return new RequestFields(ByteBufUtil.getBytes(head)).read(secure ? HTTPS : HTTP);
  }

  private Http2Headers read(AsciiString scheme) {
    var fields = new FieldList();
    int methodEnd = find(' ', 0);
    int targetEnd = find(' ', methodEnd + 1);
    int start = find('\n', targetEnd) + 1;
    fields.method(text(0, methodEnd)).scheme(scheme).path(text(methodEnd + 1, targetEnd));
    addAuthority(start, fields);
    for (int line = start; !isEnd(line); line = nextLine(line)) {
      int nameEnd = find(':', line);
      AsciiString name = ResponseFields.lowerCase(bytes, line, nameEnd);
      if (!name.equals(HOST) && !name.equals(CONNECTION) && !name.equals(TRANSFER_ENCODING)) {
        fields.add(name, value(nameEnd));
      }
    }
    return fields;
  }

  /** Before all other fields, wherever Host stands. */
  private void addAuthority(int start, FieldList fields) {
    for (int line = start; !isEnd(line); line = nextLine(line)) {
      int nameEnd = find(':', line);
      if (nameEnd - line == HOST.length()
          && ResponseFields.lowerCase(bytes, line, nameEnd).equals(HOST)) {
        AsciiString authority = value(nameEnd);
        if (!authority.isEmpty()) {
          fields.authority(authority);
        }
        return;
      }
    }
  }

  private boolean isEnd(int line) {
    return bytes[line] == '\r';
  }

  private int nextLine(int line) {
    return find('\n', line) + 1;
  }

  private AsciiString value(int nameEnd) {
    int start = nameEnd + 1;
    int end = find('\r', start);
    while (start < end && Ascii.isBlank(bytes[start])) {
      start++;
    }
    while (end > start && Ascii.isBlank(bytes[end - 1])) {
      end--;
    }
    return text(start, end);
  }

  /** A copy, since HPACK may keep it for as long as the connection lives. */
  private AsciiString text(int start, int end) {
    return new AsciiString(bytes, start, end - start, true);
  }

  private int find(char wanted, int from) {
    int at = from;
    while (bytes[at] != wanted) {
      at++;
    }
    return at;
  }
}
