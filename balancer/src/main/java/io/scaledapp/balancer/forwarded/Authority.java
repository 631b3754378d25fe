package io.scaledapp.balancer.forwarded;

import io.netty.buffer.ByteBuf;
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
    for (int i = 0; i < text.length(); i++) {
      if (!CHARACTERS.get(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** The port it names, or 0 if it names none. */
  static int port(ByteBuf buffer, int start, int end) {
    int colon = end - 1;
    int port = 0;
    int scale = 1;
    while (colon >= start && isDigit(buffer.getByte(colon)) && scale < MAX_PORT) {
      port += (buffer.getByte(colon) - '0') * scale;
      scale *= 10;
      colon--;
    }
    return colon >= start && buffer.getByte(colon) == ':' && port <= MAX_PORT ? port : 0;
  }

  static int port(String text) {
    int colon = text.length() - 1;
    int port = 0;
    int scale = 1;
    while (colon >= 0 && isDigit(text.charAt(colon)) && scale < MAX_PORT) {
      port += (text.charAt(colon) - '0') * scale;
      scale *= 10;
      colon--;
    }
    return colon >= 0 && text.charAt(colon) == ':' && port <= MAX_PORT ? port : 0;
  }

  /** The host alone, an IPv6 address in its brackets. */
  static String withoutPort(String text) {
    int colon = text.lastIndexOf(':');
    return colon > text.lastIndexOf(']') ? text.substring(0, colon) : text;
  }

  /** The port that a URL without one means. */
  static int defaultPort(String scheme) {
    return scheme.equals("https") || scheme.equals("wss") ? 443 : 80;
  }

  private static boolean isDigit(int value) {
    return value >= '0' && value <= '9';
  }
}
