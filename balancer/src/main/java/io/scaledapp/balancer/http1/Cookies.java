package io.scaledapp.balancer.http1;

import org.jspecify.annotations.Nullable;

/** Finds a cookie in a request (RFC 6265 section 4.2.1) without making objects of it. */
public final class Cookies {
  /** What makes something of a cookie's value. */
  @FunctionalInterface
  public interface Reader<T> {
    /** What the bytes stand for, quotes and all, or null if for nothing. */
    @Nullable T read(byte[] bytes, int start, int end);
  }

  private static final long NONE = -1;

  private Cookies() {}

  /**
   * Where the value of the first cookie of the name is, quotes and all: its first byte in the high
   * half, the first byte after it in the low one; negative if there is none.
   *
   * @param name in the case in which the cookie was set
   */
  public static long find(RequestHead head, String name) {
    for (int field = 0; field < head.fieldCount(); field++) {
      if (head.name(field) == FieldName.COOKIE) {
        long found = find(head.bytes(), head.valueStart(field), head.valueEnd(field), name);
        if (found != NONE) {
          return found;
        }
      }
    }
    return NONE;
  }

  /**
   * What {@code reader} makes of the first cookie of the name of which it makes anything. There may
   * be several of one name, of other paths and domains (RFC 6265 section 4.2.2).
   *
   * @param name in the case in which the cookie was set
   */
  public static <T> @Nullable T first(RequestHead head, String name, Reader<T> reader) {
    for (int field = 0; field < head.fieldCount(); field++) {
      if (head.name(field) == FieldName.COOKIE) {
        int end = head.valueEnd(field);
        long found = find(head.bytes(), head.valueStart(field), end, name);
        while (found != NONE) {
          T read = reader.read(head.bytes(), start(found), end(found));
          if (read != null) {
            return read;
          }
          found = find(head.bytes(), afterPair(head.bytes(), end(found), end), end, name);
        }
      }
    }
    return null;
  }

  private static int afterPair(byte[] bytes, int valueEnd, int end) {
    return pairEnd(bytes, valueEnd, end) + 1;
  }

  /** The start of a place that was found. */
  public static int start(long found) {
    return (int) (found >>> Integer.SIZE);
  }

  /** The end of a place that was found. */
  public static int end(long found) {
    return (int) found;
  }

  private static long find(byte[] bytes, int start, int end, String name) {
    for (int at = start; at < end; ) {
      int pairEnd = pairEnd(bytes, at, end);
      int first = ListElements.trimStart(bytes, at, pairEnd);
      int valueStart = first + name.length() + 1;
      if (valueStart <= pairEnd && bytes[valueStart - 1] == '=' && begins(bytes, first, name)) {
        int valueEnd = ListElements.trimEnd(bytes, valueStart, pairEnd);
        return (long) valueStart << Integer.SIZE | valueEnd;
      }
      at = pairEnd + 1;
    }
    return NONE;
  }

  private static int pairEnd(byte[] bytes, int start, int end) {
    int at = start;
    while (at < end && bytes[at] != ';') {
      at++;
    }
    return at;
  }

  private static boolean begins(byte[] bytes, int start, String name) {
    for (int i = 0; i < name.length(); i++) {
      if (bytes[start + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
