package io.scaledapp.balancer.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.AsciiString;
import io.scaledapp.balancer.http1.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * Writes fields of HTTP/2 as lines of HTTP/1.1, and checks that no byte of them can end a line (RFC
 * 9113 section 8.2.1). One object a stream.
 */
final class FieldWriter {
  private static final byte[] LINE_END = "\r\n".getBytes(US_ASCII);
  private static final byte[] SEPARATOR = ": ".getBytes(US_ASCII);

  private final int streamId;

  FieldWriter(int streamId) {
    this.streamId = streamId;
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

  void writeField(AsciiString name, AsciiString value, ByteBuf out) throws Http2Exception {
    check(name, FieldWriter::isFieldName, "an invalid field name");
    checkValue(value);
    write(name, out);
    write(value, out.writeBytes(SEPARATOR));
    out.writeBytes(LINE_END);
  }

  /** No control character, nor white space at its ends. */
  void checkValue(AsciiString value) throws Http2Exception {
    if (value.isEmpty()) {
      return;
    }
    check(value, Ascii::isFieldValue, "a control character in a field value");
    if (Ascii.isBlank(value.byteAt(0)) || Ascii.isBlank(value.byteAt(value.length() - 1))) {
      throw malformed("white space around a field value");
    }
  }

  /** What the bytes of a text are. */
  @FunctionalInterface
  interface ByteRule {
    boolean allows(byte b);
  }

  /** The text is not empty, and all its bytes are allowed. */
  void check(AsciiString text, ByteRule rule, String problem) throws Http2Exception {
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

  static void write(AsciiString text, ByteBuf out) {
    out.writeBytes(text.array(), text.arrayOffset(), text.length());
  }

  /** The value of a field that may stand only once. */
  AsciiString once(@Nullable AsciiString former, AsciiString value) throws Http2Exception {
    if (former != null) {
      throw malformed("a field that may stand only once");
    }
    return value;
  }

  Http2Exception malformed(String problem) {
    return Http2Exception.streamError(streamId, Http2Error.PROTOCOL_ERROR, problem);
  }

  private static boolean isFieldName(byte b) {
    return Ascii.isToken(b) && Ascii.toLowerCase(b) == b;
  }
}
