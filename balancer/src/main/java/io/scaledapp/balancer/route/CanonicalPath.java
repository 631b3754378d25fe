package io.scaledapp.balancer.route;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A path as a replica reads it: escapes decoded (RFC 3986 section 6.2.2.2) and neighbouring slashes
 * as one. Routed by anything else, {@code /%61dmin} and {@code //admin} would be another app's than
 * {@code /admin}, and yet mean the same to many servers. nginx routes so too.
 */
final class CanonicalPath {
  private CanonicalPath() {}

  /** Whether {@code head[start, end)} is spelled as it would be here. */
  static boolean isCanonical(ByteBuf head, int start, int end) {
    byte before = 0;
    for (int i = start; i < end; i++) {
      byte value = head.getByte(i);
      if (value == '%' || (value == '/' && before == '/')) {
        return false;
      }
      if (value == '?') {
        return true;
      }
      before = value;
    }
    return true;
  }

  /** The path of the request target in {@code head[start, end)}. */
  static ByteBuf of(ByteBuf head, int start, int end) {
    byte[] path = new byte[end - start];
    int length = 0;
    for (int at = start; at < end && head.getByte(at) != '?'; ) {
      int decoded = decoded(head, at, end);
      byte value = decoded < 0 ? head.getByte(at) : (byte) decoded;
      at += decoded < 0 ? 1 : 3;
      if (value != '/' || length == 0 || path[length - 1] != '/') {
        path[length++] = value;
      }
    }
    return Unpooled.wrappedBuffer(path, 0, length);
  }

  /** The byte that is meant at {@code at}, be it escaped or not. */
  static byte value(ByteBuf head, int at, int end) {
    int decoded = decoded(head, at, end);
    return decoded < 0 ? head.getByte(at) : (byte) decoded;
  }

  /** Where the next one stands. */
  static int after(ByteBuf head, int at, int end) {
    return decoded(head, at, end) < 0 ? at + 1 : at + 3;
  }

  /**
   * The byte that is escaped at {@code at}, or -1; a question mark stays, since it ends no path.
   */
  private static int decoded(ByteBuf head, int at, int end) {
    if (head.getByte(at) != '%' || at + 2 >= end) {
      return -1;
    }
    int high = Character.digit(head.getByte(at + 1), 16);
    int low = Character.digit(head.getByte(at + 2), 16);
    int value = high << 4 | low;
    return high < 0 || low < 0 || value == '?' ? -1 : value;
  }
}
