package io.scaledapp.balancer.http1;

/** Walks the elements of a comma-separated list (RFC 9110 section 5.6.1) without quoted strings. */
public final class ListElements {
  private ListElements() {}

  /** The comma after the element that begins at {@code start}, or {@code end}. */
  public static int end(byte[] bytes, int start, int end) {
    int at = start;
    while (at < end && bytes[at] != ',') {
      at++;
    }
    return at;
  }

  public static int trimStart(byte[] bytes, int start, int end) {
    int at = start;
    while (at < end && Ascii.isBlank(bytes[at])) {
      at++;
    }
    return at;
  }

  public static int trimEnd(byte[] bytes, int start, int end) {
    int at = end;
    while (at > start && Ascii.isBlank(bytes[at - 1])) {
      at--;
    }
    return at;
  }
}
