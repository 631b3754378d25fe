package io.scaledapp.balancer.compression;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.scaledapp.balancer.control.CompressionPolicy.Encoding;
import io.scaledapp.balancer.http1.Ascii;
import io.scaledapp.balancer.http1.FieldName;
import io.scaledapp.balancer.http1.ResponseHead;

/**
 * Writes a response's head as it is when the balancer may change the body: an HTTP/1.1 head like
 * the replica's, so that what comes after treats both alike.
 */
public final class EncodedHead {
  /** Room for what is added. */
  public static final int ADDED = 64;

  private static final byte[] LINE_END = "\r\n".getBytes(US_ASCII);
  private static final byte[] VARY = "Vary: Accept-Encoding\r\n".getBytes(US_ASCII);
  private static final byte[] WEAK = "W/".getBytes(US_ASCII);

  private EncodedHead() {}

  /**
   * Writes the head of a body that is encoded. Its length is unknown, no range of it can be had,
   * and its bytes are others than those the app's strong validator vouches for (RFC 9110 section
   * 8.8.1).
   */
  public static void encoded(ResponseHead head, Encoding encoding, ByteBuf out) {
    out.writeBytes(head.bytes(), 0, head.statusLineEnd());
    for (int field = 0; field < head.fieldCount(); field++) {
      if (head.name(field) != FieldName.TRANSFER_ENCODING && !tellsOfBytes(head, field)) {
        field(head, field, true, out);
      }
    }
    out.writeCharSequence("Content-Encoding: " + token(encoding) + "\r\n", US_ASCII);
    end(head, out);
  }

  /**
   * Writes the head of a response that depends on Accept-Encoding and is not encoded.
   *
   * @param wouldEncode whether it stands for one that is, as a 304 and an answer to HEAD may; then
   *     it may say no other length than that one has (RFC 9110 section 8.6), which nobody knows
   */
  public static void varying(ResponseHead head, boolean wouldEncode, ByteBuf out) {
    out.writeBytes(head.bytes(), 0, head.statusLineEnd());
    for (int field = 0; field < head.fieldCount(); field++) {
      if (!wouldEncode || !tellsOfBytes(head, field)) {
        field(head, field, wouldEncode, out);
      }
    }
    end(head, out);
  }

  /** Whether the field holds for the app's bytes and not for what they are encoded to. */
  private static boolean tellsOfBytes(ResponseHead head, int field) {
    return head.name(field) == FieldName.CONTENT_LENGTH || is(head, field, "accept-ranges");
  }

  private static void end(ResponseHead head, ByteBuf out) {
    if (!varies(head)) {
      out.writeBytes(VARY);
    }
    out.writeBytes(LINE_END);
  }

  private static void field(ResponseHead head, int field, boolean weakens, ByteBuf out) {
    byte[] bytes = head.bytes();
    int start = head.nameStart(field);
    int value = head.valueStart(field);
    boolean isStrong = value < head.valueEnd(field) && bytes[value] == '"';
    if (weakens && isStrong && is(head, field, "etag")) {
      out.writeBytes(bytes, start, value - start).writeBytes(WEAK);
      start = value;
    }
    out.writeBytes(bytes, start, head.lineEnd(field) - start);
  }

  private static boolean varies(ResponseHead head) {
    for (int field = 0; field < head.fieldCount(); field++) {
      if (is(head, field, "vary")
          && (Compressibility.hasElement(head, field, "accept-encoding")
              || Compressibility.hasElement(head, field, "*"))) {
        return true;
      }
    }
    return false;
  }

  private static boolean is(ResponseHead head, int field, String name) {
    return Ascii.equalsIgnoreCase(head.bytes(), head.nameStart(field), head.nameEnd(field), name);
  }

  private static String token(Encoding encoding) {
    return switch (encoding) {
      case ZSTD -> "zstd";
      case BR -> "br";
      case GZIP -> "gzip";
    };
  }
}
