package io.scaledapp.balancer.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;

/**
 * One path prefix, which is found in a path as its client spelled it. It matches what {@link
 * Router} matches it with: whole segments, compared as a replica reads them. Immutable.
 */
public final class PathPrefix {
  private final String text;
  private final byte[] canonical;

  private PathPrefix(String text, byte[] canonical) {
    this.text = text;
    this.canonical = canonical;
  }

  /** Of a prefix that begins with a slash. */
  public static PathPrefix of(String text) {
    String plain = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    return new PathPrefix(plain, PathTable.normalise(text).getBytes(ISO_8859_1));
  }

  /** As it was given, without a slash at its end; the root is the empty string. */
  public String text() {
    return text;
  }

  /** Bytes by which prefixes are compared: the longest that matches is the one that counts. */
  public int length() {
    return canonical.length;
  }

  /** The end of the prefix in the path {@code head[start, end)}, or -1 if it does not match. */
  public int end(ByteBuf head, int start, int end) {
    int at = start;
    byte before = 0;
    for (int matched = 0; matched < canonical.length; ) {
      if (at >= end) {
        return -1;
      }
      byte value = CanonicalPath.value(head, at, end);
      if (value != '/' || before != '/') {
        if (value != canonical[matched++]) {
          return -1;
        }
        before = value;
      }
      at = CanonicalPath.after(head, at, end);
    }
    return at == end || CanonicalPath.value(head, at, end) == '/' ? at : -1;
  }

  /** The first byte from {@code at} on that is no slash, encoded or not. */
  public static int afterSlashes(ByteBuf head, int at, int end) {
    int next = at;
    while (next < end && CanonicalPath.value(head, next, end) == '/') {
      next = CanonicalPath.after(head, next, end);
    }
    return next;
  }
}
