package io.scaledapp.balancer.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.AsciiString;
import io.scaledapp.balancer.http1.Ascii;
import io.scaledapp.balancer.http1.Method;
import org.jspecify.annotations.Nullable;

/**
 * Writes the fields of a replica's response as the HTTP/1.1 head that means the same, so that one
 * parser decides on all responses (RFC 9113 section 8.3.2). Here is checked what only HTTP/2 has,
 * and that no byte can end a line; connection-specific fields were refused before. One object a
 * response.
 */
final class ResponseTranslator {
  private static final byte[] VERSION = "HTTP/1.1 ".getBytes(US_ASCII);

  /** Without a reason, before which there is a space nevertheless (RFC 9112 section 4). */
  private static final byte[] NO_REASON = " \r\n".getBytes(US_ASCII);

  private static final byte[] NO_BODY = "content-length: 0\r\n".getBytes(US_ASCII);
  private static final byte[] LINE_END = "\r\n".getBytes(US_ASCII);
  private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");

  private final FieldWriter lines;
  private @Nullable AsciiString status;
  private boolean hasLength;

  ResponseTranslator(int streamId) {
    lines = new FieldWriter(streamId);
  }

  /**
   * Writes the whole head. One without a length and with an end of its own has a body up to the end
   * of the stream.
   *
   * @param method of the request
   * @param whole whether nothing follows, which only a length says in HTTP/1.1
   * @throws Http2Exception a stream error if the response is malformed (RFC 9113 section 8.1.1)
   */
  void write(FieldList fields, Method method, boolean whole, ByteBuf out) throws Http2Exception {
    survey(fields);
    int code = code();
    out.writeBytes(VERSION).writeBytes(Integer.toString(code).getBytes(US_ASCII));
    out.writeBytes(NO_REASON);
    for (int field = 0; field < fields.size(); field++) {
      if (fields.name(field).charAt(0) != ':') {
        lines.writeField(fields.name(field), fields.value(field), out);
      }
    }
    if (whole && !hasLength && mayHaveBody(code, method)) {
      out.writeBytes(NO_BODY);
    }
    out.writeBytes(LINE_END);
  }

  private void survey(FieldList fields) throws Http2Exception {
    for (int field = 0; field < fields.size(); field++) {
      AsciiString name = fields.name(field);
      if (name.isEmpty()) {
        throw lines.malformed("a field without a name");
      }
      if (name.contentEquals(":status")) {
        status = lines.once(status, fields.value(field));
      } else if (name.charAt(0) == ':') {
        throw lines.malformed("a pseudo-header field that responses do not have");
      } else {
        hasLength |= name.equals(CONTENT_LENGTH);
      }
    }
  }

  /** RFC 9113 section 8.6: there is no 101 in HTTP/2. */
  private int code() throws Http2Exception {
    if (status == null || status.length() != 3) {
      throw lines.malformed("no valid :status");
    }
    lines.check(status, Ascii::isDigit, "no valid :status");
    int code = status.parseInt();
    if (code < 100 || code > 599 || code == 101) {
      throw lines.malformed("no valid :status");
    }
    return code;
  }

  private static boolean mayHaveBody(int code, Method method) {
    return method != Method.HEAD && code >= 200 && code != 204 && code != 304;
  }
}
