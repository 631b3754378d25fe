package io.scaledapp.balancer.http1;

import org.jspecify.annotations.Nullable;

/**
 * Checks the path of a request target: a path that a replica may read otherwise than the balancer
 * did could slip past a route. Browsers and libraries send none of what is refused here; encoded
 * slashes pass as they are.
 */
final class TargetPath {
  private TargetPath() {}

  static @Nullable Refusal check(byte[] bytes, int start, int end) {
    int segment = 0;
    boolean onlyDots = true;
    for (int at = start; at < end; ) {
      int c = bytes[at++];
      if (c == '%') {
        c = escaped(bytes, at, end);
        at += 2;
        if (c < 0) {
          return Refusal.badRequest("a percent sign without two hexadecimal digits in the path");
        }
        if (c == 0) {
          return Refusal.badRequest("an encoded NUL in the path");
        }
      } else if (c == '\\') {
        return Refusal.badRequest("a backslash in the path");
      }
      if (endsSegment(c)) {
        if (onlyDots && isDotSegment(segment)) {
          return dotSegment();
        }
        // Servlet containers drop what follows a semicolon: "/..;x/" is "/../" to them.
        onlyDots = c != ';';
        segment = 0;
      } else {
        onlyDots &= c == '.';
        segment++;
      }
    }
    return onlyDots && isDotSegment(segment) ? dotSegment() : null;
  }

  /** Also where a replica that decodes before it splits would end one. */
  private static boolean endsSegment(int c) {
    return c == '/' || c == '\\' || c == ';';
  }

  private static boolean isDotSegment(int length) {
    return length == 1 || length == 2;
  }

  private static Refusal dotSegment() {
    return Refusal.badRequest("a . or .. segment in the path");
  }

  private static int escaped(byte[] bytes, int at, int end) {
    if (at + 2 > end) {
      return -1;
    }
    int high = Ascii.hexValue(bytes[at]);
    int low = Ascii.hexValue(bytes[at + 1]);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }
}
