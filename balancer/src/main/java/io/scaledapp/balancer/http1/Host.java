package io.scaledapp.balancer.http1;

/** Syntax of a host with an optional port (RFC 9110 section 7.2, RFC 3986 section 3.2.2). */
final class Host {
  private static final int MAX_PORT = 65_535;

  private Host() {}

  /**
   * Whether the bytes are a name, an IPv4 address or an IPv6 address in brackets, and then perhaps
   * a port. Narrower than the RFC: an empty host, escapes and sub-delims are not valid.
   */
  static boolean isValid(byte[] bytes, int start, int end) {
    if (start == end) {
      return false;
    }
    int hostEnd = bytes[start] == '[' ? ipv6End(bytes, start, end) : nameEnd(bytes, start, end);
    return hostEnd > start && (hostEnd == end || isPort(bytes, hostEnd, end));
  }

  private static int nameEnd(byte[] bytes, int start, int end) {
    int at = start;
    while (at < end && Ascii.isHostName(bytes[at])) {
      at++;
    }
    return at;
  }

  /** First byte after the bracket that closes, or -1. */
  private static int ipv6End(byte[] bytes, int start, int end) {
    int colons = 0;
    for (int at = start + 1; at < end; at++) {
      byte b = bytes[at];
      if (b == ']') {
        return colons >= 2 ? at + 1 : -1;
      }
      colons += b == ':' ? 1 : 0;
      if (b != ':' && b != '.' && Ascii.hexValue(b) < 0) {
        return -1;
      }
    }
    return -1;
  }

  private static boolean isPort(byte[] bytes, int colon, int end) {
    int port = 0;
    for (int at = colon + 1; at < end; at++) {
      if (!Ascii.isDigit(bytes[at])) {
        return false;
      }
      port = Math.min(10 * port + (bytes[at] - '0'), MAX_PORT + 1);
    }
    return bytes[colon] == ':' && colon + 1 < end && port <= MAX_PORT;
  }
}
