package io.scaledapp.balancer.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.security.SecureRandom;

/** Writes WebSocket Close frames (RFC 6455 section 5.5.1). */
final class CloseFrame {
  private static final int FIN_AND_CLOSE = 0x88;
  private static final int MASKED = 0x80;
  private static final int MAX_REASON_BYTES = 123;

  /** RFC 6455 section 5.3: masking keys come from a strong source of entropy. */
  private static final SecureRandom RANDOM = new SecureRandom();

  private CloseFrame() {}

  static ByteBuf of(int code, String reason, boolean masked) {
    byte[] text = reason.getBytes(UTF_8);
    check(code, text.length);
    ByteBuf frame = Unpooled.buffer(2 + Integer.BYTES + Short.BYTES + text.length);
    int length = Short.BYTES + text.length;
    frame.writeByte(FIN_AND_CLOSE).writeByte(masked ? MASKED | length : length);
    int payload = frame.writerIndex() + (masked ? Integer.BYTES : 0);
    if (masked) {
      frame.writeInt(RANDOM.nextInt());
    }
    frame.writeShort(code).writeBytes(text);
    if (masked) {
      mask(frame, payload);
    }
    return frame;
  }

  private static void check(int code, int reasonBytes) {
    boolean registered = code >= 1000 && code <= 1014 && (code < 1004 || code > 1006);
    if (!registered && (code < 3000 || code > 4999)) {
      throw new IllegalArgumentException(
          "WebSocket close code " + code + " may not be sent; see RFC 6455 section 7.4");
    }
    if (reasonBytes > MAX_REASON_BYTES) {
      throw new IllegalArgumentException(
          "WebSocket close reason has " + reasonBytes + " bytes, at most 123 fit a control frame");
    }
  }

  private static void mask(ByteBuf frame, int payload) {
    int key = payload - Integer.BYTES;
    for (int i = payload; i < frame.writerIndex(); i++) {
      frame.setByte(i, frame.getByte(i) ^ frame.getByte(key + (i - payload) % Integer.BYTES));
    }
  }
}
