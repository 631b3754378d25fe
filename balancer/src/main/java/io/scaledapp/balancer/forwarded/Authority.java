package io.scaledapp.balancer.forwarded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.BitSet;

/** A Host value: {@code host [ ":" port ]} (RFC 9110 section 7.2). */
final class Authority {
  private static final int MAX_PORT = 65_535;

  /**
   * What a host and port consist of (RFC 3986 section 3.2.2), but for comma and semicolon, at which
   * readers of these fields split.
   */
  private static final BitSet CHARACTERS = new BitSet();

  static {
    CHARACTERS.set('0', '9' + 1);
    CHARACTERS.set('A', 'Z' + 1);
    CHARACTERS.set('a', 'z' + 1);
    "-._~!$&'()*+=%:[]".chars().forEach(CHARACTERS::set);
  }

  private Authority() {}

  /** Whether all bytes may stand in an authority, and there is one. */
  static boolean isValid(ByteBuf buffer, int start, int end) {
    for (int i = start; i < end; i++) {
      if (!CHARACTERS.get(buffer.getUnsignedByte(i))) {
        return false;
      }
    }
    return start < end;
  }

  static boolean isValid(String text) {
    ByteBuf buffer = Unpooled.wrappedBuffer(text.getBytes(ISO_8859_1));
    return isValid(buffer, 0, buffer.writerIndex());
  }

  /** The port it names, or 0 if it names none. */
  static int port(ByteBuf buffer, int start, int end) {
    int port = 0;
    int scale = 1;
    int i = end - 1;
    while (i >= start && buffer.getByte(i) >= '0' && buffer.getByte(i) <= '9') {
      if (scale > MAX_PORT) {
        return 0;
      }
      port += (buffer.getByte(i) - '0') * scale;
      scale *= 10;
      i--;
    }
    return i >= start && buffer.getByte(i) == ':' && port <= MAX_PORT ? port : 0;
  }

  static int port(String text) {
    ByteBuf buffer = Unpooled.wrappedBuffer(text.getBytes(ISO_8859_1));
    return port(buffer, 0, buffer.writerIndex());
  }

  /** The port that a URL without one means. */
  static int defaultPort(String scheme) {
    return scheme.equals("https") || scheme.equals("wss") ? 443 : 80;
  }
}
