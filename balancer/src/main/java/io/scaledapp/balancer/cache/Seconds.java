package io.scaledapp.balancer.cache;

/** Reads a number of seconds (RFC 9111 section 1.2.2). */
final class Seconds {
  private Seconds() {}

  /** The number, at most 2^31, or {@code unreadable} for what is not made of digits alone. */
  static long of(String digits, long unreadable) {
    if (digits.isEmpty()) {
      return unreadable;
    }
    long value = 0;
    for (int at = 0; at < digits.length(); at++) {
      int digit = digits.charAt(at) - '0';
      if (digit < 0 || digit > 9) {
        return unreadable;
      }
      value = Math.min(10 * value + digit, CacheControl.MAX_SECONDS);
    }
    return value;
  }
}
