package io.scaledapp.balancer.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.AsciiString;
import io.scaledapp.balancer.http1.Ascii;
import io.scaledapp.balancer.tunnel.WebSocketKey;
import org.jspecify.annotations.Nullable;

/**
 * Writes the fields of a request as the HTTP/1.1 head that means the same, so that one parser
 * decides on all requests (RFC 9113 section 8.3.1, RFC 9112 section 3). Here is checked what only
 * HTTP/2 has, and that no byte can end a line; connection-specific fields were refused before. One
 * object a request.
 */
final class RequestTranslator {
  private static final byte[] HTTP_1_1 = ascii(" HTTP/1.1\r\nhost: ");
  private static final byte[] NO_HOST = ascii(" HTTP/1.1");
  private static final byte[] LINE_END = ascii("\r\n");
  private static final byte[] SEPARATOR = ascii(": ");
  private static final byte[] CHUNKED = ascii("transfer-encoding: chunked\r\n");
  private static final byte[] COOKIE_NAME = ascii("cookie: ");
  private static final byte[] COOKIE_SEPARATOR = ascii("; ");
  private static final AsciiString HOST = AsciiString.cached("host");
  private static final AsciiString COOKIE = AsciiString.cached("cookie");
  private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");
  private static final AsciiString CONNECT = AsciiString.cached("CONNECT");
  private static final AsciiString GET = AsciiString.cached("GET");
  private static final AsciiString WEB_SOCKET_KEY = AsciiString.cached("sec-websocket-key");
  private static final String UPGRADE =
      "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-key: ";

  private final int streamId;
  private @Nullable AsciiString method;
  private @Nullable AsciiString scheme;
  private @Nullable AsciiString path;
  private @Nullable AsciiString authority;
  private @Nullable AsciiString host;
  private boolean hasCookie;
  private boolean hasLength;
  private @Nullable AsciiString protocol;
  private @Nullable WebSocketKey key;

  RequestTranslator(int streamId) {
    this.streamId = streamId;
  }

  /**
   * Writes the whole head; a body of unknown length is in chunks.
   *
   * @param hasBody whether the stream goes on after its fields
   * @throws Http2Exception a stream error if the request is malformed (RFC 9113 section 8.1.1)
   */
  void write(FieldList fields, boolean hasBody, ByteBuf out) throws Http2Exception {
    survey(fields);
    writeRequestLine(out);
    for (int field = 0; field < fields.size(); field++) {
      AsciiString name = fields.name(field);
      if (passes(name)) {
        writeField(name, fields.value(field), out);
      }
    }
    if (hasCookie) {
      writeCookie(fields, out);
    }
    if (key != null) {
      out.writeCharSequence(UPGRADE + key.value(), US_ASCII);
      out.writeBytes(LINE_END);
    } else if (hasBody && !hasLength) {
      out.writeBytes(CHUNKED);
    }
    out.writeBytes(LINE_END);
  }

  /** What a replica is asked for a WebSocket with, or null if the client wants none. */
  @Nullable WebSocketKey webSocketKey() {
    return key;
  }

  private boolean passes(AsciiString name) {
    return name.charAt(0) != ':'
        && !name.equals(HOST)
        && !name.equals(COOKIE)
        && !(key != null && name.equals(WEB_SOCKET_KEY));
  }

  /**
   * Writes the fields after a body as a trailer section with its empty line.
   *
   * @throws Http2Exception a stream error if they are malformed
   */
  void writeTrailers(FieldList fields, ByteBuf out) throws Http2Exception {
    for (int field = 0; field < fields.size(); field++) {
      writeField(fields.name(field), fields.value(field), out);
    }
    out.writeBytes(LINE_END);
  }

  private void survey(FieldList fields) throws Http2Exception {
    for (int field = 0; field < fields.size(); field++) {
      AsciiString name = fields.name(field);
      AsciiString value = fields.value(field);
      if (name.isEmpty()) {
        throw malformed("a field without a name");
      }
      if (name.charAt(0) == ':') {
        pseudoField(name, value);
      } else if (name.equals(HOST)) {
        host = once(host, value);
      } else {
        hasCookie |= name.equals(COOKIE);
        hasLength |= name.equals(CONTENT_LENGTH);
      }
    }
    if (host != null && authority != null && !host.contentEqualsIgnoreCase(authority)) {
      throw malformed("an :authority that differs from host");
    }
  }

  private void pseudoField(AsciiString name, AsciiString value) throws Http2Exception {
    switch (name.toString()) {
      case ":method" -> method = once(method, value);
      case ":scheme" -> scheme = once(scheme, value);
      case ":path" -> path = once(path, value);
      case ":authority" -> authority = once(authority, value);
      case ":protocol" -> protocol = once(protocol, value);
      default -> throw malformed("a pseudo-header field that requests do not have");
    }
  }

  private AsciiString once(@Nullable AsciiString former, AsciiString value) throws Http2Exception {
    if (former != null) {
      throw malformed("a field that may stand only once");
    }
    return value;
  }

  private void writeRequestLine(ByteBuf out) throws Http2Exception {
    if (method == null) {
      throw malformed("no :method");
    }
    if (method.equals(CONNECT) != (protocol != null)) {
      throw malformed("CONNECT without :protocol, which is not served, or :protocol without it");
    }
    if (protocol != null) {
      connect(protocol);
    }
    if (scheme == null || path == null) {
      throw malformed("no :scheme or no :path");
    }
    if (!scheme.contentEqualsIgnoreCase("http") && !scheme.contentEqualsIgnoreCase("https")) {
      throw malformed("a :scheme other than http and https");
    }
    check(method, Ascii::isToken, "an invalid :method");
    check(path, Ascii::isTarget, "an invalid :path");
    if (path.charAt(0) != '/' && !path.contentEquals("*")) {
      throw malformed("a :path that does not begin with a slash");
    }
    write(protocol == null ? method : GET, out);
    out.writeByte(' ');
    write(path, out);
    AsciiString server = authority == null ? host : authority;
    if (server == null) {
      out.writeBytes(NO_HOST);
    } else {
      checkValue(server);
      write(server, out.writeBytes(HTTP_1_1));
    }
    out.writeBytes(LINE_END);
  }

  /** RFC 8441 section 5: what was {@code GET} with an upgrade in HTTP/1.1. */
  private void connect(AsciiString protocol) throws Http2Exception {
    if (!protocol.contentEquals("websocket")) {
      throw malformed("a :protocol other than websocket");
    }
    if (hasLength) {
      throw malformed("a tunnel with a length");
    }
    key = WebSocketKey.random();
  }

  private void writeField(AsciiString name, AsciiString value, ByteBuf out) throws Http2Exception {
    check(name, RequestTranslator::isFieldName, "an invalid field name");
    checkValue(value);
    write(name, out);
    write(value, out.writeBytes(SEPARATOR));
    out.writeBytes(LINE_END);
  }

  /** RFC 9113 section 8.2.3: what a client split is one field again. */
  private void writeCookie(FieldList fields, ByteBuf out) throws Http2Exception {
    byte[] before = COOKIE_NAME;
    for (int field = 0; field < fields.size(); field++) {
      if (fields.name(field).equals(COOKIE)) {
        AsciiString crumb = fields.value(field);
        checkValue(crumb);
        write(crumb, out.writeBytes(before));
        before = COOKIE_SEPARATOR;
      }
    }
    out.writeBytes(LINE_END);
  }

  /** RFC 9113 section 8.2.1. */
  private void checkValue(AsciiString value) throws Http2Exception {
    if (value.isEmpty()) {
      return;
    }
    check(value, Ascii::isFieldValue, "a control character in a field value");
    if (Ascii.isBlank(value.byteAt(0)) || Ascii.isBlank(value.byteAt(value.length() - 1))) {
      throw malformed("white space around a field value");
    }
  }

  private static boolean isFieldName(byte b) {
    return Ascii.isToken(b) && Ascii.toLowerCase(b) == b;
  }

  private interface ByteRule {
    boolean allows(byte b);
  }

  private void check(AsciiString text, ByteRule rule, String problem) throws Http2Exception {
    byte[] bytes = text.array();
    int end = text.arrayOffset() + text.length();
    for (int at = text.arrayOffset(); at < end; at++) {
      if (!rule.allows(bytes[at])) {
        throw malformed(problem);
      }
    }
    if (text.isEmpty()) {
      throw malformed(problem);
    }
  }

  private static void write(AsciiString text, ByteBuf out) {
    out.writeBytes(text.array(), text.arrayOffset(), text.length());
  }

  private Http2Exception malformed(String problem) {
    return Http2Exception.streamError(streamId, Http2Error.PROTOCOL_ERROR, problem);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
