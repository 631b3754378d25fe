package io.scaledapp.balancer.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
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

  private final FieldWriter lines;
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
    lines = new FieldWriter(streamId);
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
        lines.writeField(name, fields.value(field), out);
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

  private void survey(FieldList fields) throws Http2Exception {
    for (int field = 0; field < fields.size(); field++) {
      AsciiString name = fields.name(field);
      AsciiString value = fields.value(field);
      if (name.isEmpty()) {
        throw lines.malformed("a field without a name");
      }
      if (name.charAt(0) == ':') {
        pseudoField(name, value);
      } else if (name.equals(HOST)) {
        host = lines.once(host, value);
      } else {
        hasCookie |= name.equals(COOKIE);
        hasLength |= name.equals(CONTENT_LENGTH);
      }
    }
    if (host != null && authority != null && !host.contentEqualsIgnoreCase(authority)) {
      throw lines.malformed("an :authority that differs from host");
    }
  }

  private void pseudoField(AsciiString name, AsciiString value) throws Http2Exception {
    switch (name.toString()) {
      case ":method" -> method = lines.once(method, value);
      case ":scheme" -> scheme = lines.once(scheme, value);
      case ":path" -> path = lines.once(path, value);
      case ":authority" -> authority = lines.once(authority, value);
      case ":protocol" -> protocol = lines.once(protocol, value);
      default -> throw lines.malformed("a pseudo-header field that requests do not have");
    }
  }

  private void writeRequestLine(ByteBuf out) throws Http2Exception {
    if (method == null) {
      throw lines.malformed("no :method");
    }
    if (method.equals(CONNECT) != (protocol != null)) {
      throw lines.malformed(
          "CONNECT without :protocol, which is not served, or :protocol without it");
    }
    if (protocol != null) {
      connect(protocol);
    }
    if (scheme == null || path == null) {
      throw lines.malformed("no :scheme or no :path");
    }
    if (!scheme.contentEqualsIgnoreCase("http") && !scheme.contentEqualsIgnoreCase("https")) {
      throw lines.malformed("a :scheme other than http and https");
    }
    lines.check(method, Ascii::isToken, "an invalid :method");
    lines.check(path, Ascii::isTarget, "an invalid :path");
    if (path.charAt(0) != '/' && !path.contentEquals("*")) {
      throw lines.malformed("a :path that does not begin with a slash");
    }
    FieldWriter.write(protocol == null ? method : GET, out);
    out.writeByte(' ');
    FieldWriter.write(path, out);
    AsciiString server = authority == null ? host : authority;
    if (server == null) {
      out.writeBytes(NO_HOST);
    } else {
      lines.checkValue(server);
      FieldWriter.write(server, out.writeBytes(HTTP_1_1));
    }
    out.writeBytes(LINE_END);
  }

  /** RFC 8441 section 5: what was {@code GET} with an upgrade in HTTP/1.1. */
  private void connect(AsciiString protocol) throws Http2Exception {
    if (!protocol.contentEquals("websocket")) {
      throw lines.malformed("a :protocol other than websocket");
    }
    if (hasLength) {
      throw lines.malformed("a tunnel with a length");
    }
    key = WebSocketKey.random();
  }

  /** RFC 9113 section 8.2.3: what a client split is one field again. */
  private void writeCookie(FieldList fields, ByteBuf out) throws Http2Exception {
    byte[] before = COOKIE_NAME;
    for (int field = 0; field < fields.size(); field++) {
      if (fields.name(field).equals(COOKIE)) {
        AsciiString crumb = fields.value(field);
        lines.checkValue(crumb);
        FieldWriter.write(crumb, out.writeBytes(before));
        before = COOKIE_SEPARATOR;
      }
    }
    out.writeBytes(LINE_END);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
