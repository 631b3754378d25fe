package io.scaledapp.balancer.forwarded;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** The header fields that tell a replica about the client. */
public enum ForwardedField {
  X_FORWARDED_FOR("x-forwarded-for"),
  X_FORWARDED_PROTO("x-forwarded-proto"),
  X_FORWARDED_HOST("x-forwarded-host"),
  X_FORWARDED_PORT("x-forwarded-port"),
  X_REAL_IP("x-real-ip"),
  /** RFC 7239. */
  FORWARDED("forwarded"),
  /**
   * Any other {@code X-Forwarded-*} that frameworks believe ({@code -Prefix}, {@code -Ssl}), and
   * the names above with {@code _} for {@code -}, which CGI-like servers take for the same field.
   */
  OTHER("x-forwarded-");

  private static final ForwardedField[] FIELDS = values();
  private static final int SHORTEST = "x-real-ip".length();

  private final String lowerCaseName;

  ForwardedField(String lowerCaseName) {
    this.lowerCaseName = lowerCaseName;
  }

  /**
   * The field whose name stands in {@code head[start, end)}, or null if it is none of these.
   *
   * <p>From an untrusted peer none of them may reach a replica; from a trusted one {@link #OTHER}
   * passes as it is, and the rest is replaced by what {@link ForwardedHeaders#write} gives.
   */
  public static @Nullable ForwardedField of(ByteBuf head, int start, int end) {
    if (end - start < SHORTEST) {
      return null;
    }
    int first = head.getByte(start) | 0x20;
    if (first != 'x' && first != 'f') {
      return null;
    }
    for (ForwardedField field : FIELDS) {
      if (field.matches(head, start, end)) {
        return hasUnderscore(head, start, end) ? OTHER : field;
      }
    }
    return null;
  }

  private boolean matches(ByteBuf head, int start, int end) {
    int length = lowerCaseName.length();
    if (this == OTHER ? end - start <= length : end - start != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      int value = head.getByte(start + i);
      int folded = value == '_' ? '-' : value >= 'A' && value <= 'Z' ? value | 0x20 : value;
      if (folded != lowerCaseName.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasUnderscore(ByteBuf head, int start, int end) {
    return head.indexOf(start, end, (byte) '_') >= 0;
  }
}
