package io.scaledapp.balancer.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Map;

/**
 * Finds the longest path prefix of one host by whole segments: {@code /a} stands for {@code /a},
 * {@code /a/b} and {@code /a?x}, not for {@code /ab}. A slash at the end of a prefix means nothing,
 * as in Kubernetes' Ingress with {@code pathType: Prefix}. Paths are compared in their {@link
 * CanonicalPath canonical} spelling.
 *
 * <p>One look-up a segment, and none beyond the longest prefix.
 */
final class PathTable {
  private final ByteTable prefixes;
  private final int longest;
  private final int root;

  /**
   * @param apps from prefix, as {@link #normalise} gives it, to the app's index
   */
  PathTable(Map<String, Integer> apps) {
    prefixes = new ByteTable(apps.size());
    apps.forEach(this::put);
    longest = apps.keySet().stream().mapToInt(String::length).max().orElse(0);
    root = apps.getOrDefault("", -1);
  }

  /**
   * In canonical spelling, one character a byte, and without slashes at the end; the root becomes
   * the empty string.
   */
  static String normalise(String prefix) {
    ByteBuf bytes = Unpooled.copiedBuffer(prefix, UTF_8);
    String path = CanonicalPath.of(bytes, 0, bytes.writerIndex()).toString(ISO_8859_1);
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /** The app of the request target in {@code head[start, end)}, or -1. */
  int find(ByteBuf head, int start, int end) {
    // The byte behind the longest prefix may end it, so it counts too.
    if (CanonicalPath.isCanonical(head, start, Math.min(end, start + longest + 1))) {
      return findCanonical(head, start, end);
    }
    ByteBuf path = CanonicalPath.of(head, start, end);
    return findCanonical(path, 0, path.writerIndex());
  }

  private int findCanonical(ByteBuf head, int start, int end) {
    int last = Math.min(end, start + longest);
    int app = root;
    int hash = 0;
    for (int i = start; i <= last; i++) {
      byte value = i == end ? (byte) '?' : head.getByte(i);
      if (i > start && (value == '/' || value == '?')) {
        int found = prefixes.find(hash, head, start, i, false);
        app = found >= 0 ? found : app;
      }
      if (value == '?') {
        break;
      }
      hash = ByteTable.hash(hash, value);
    }
    return app;
  }

  private void put(String prefix, int app) {
    byte[] key = prefix.getBytes(ISO_8859_1);
    int hash = 0;
    for (byte value : key) {
      hash = ByteTable.hash(hash, value);
    }
    prefixes.putIfAbsent(hash, key, app);
  }
}
