package io.scaledapp.balancer.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Locale;

/**
 * Finds a host by name, or by the longest wildcard ({@code *.example.com} stands for any host below
 * {@code example.com}, at any depth, as in the Gateway API). Names are compared as RFC 9110 section
 * 4.2.3 asks: without regard to case.
 *
 * <p>Hashes run from right to left, so one pass over a host yields the hash of each of its suffixes
 * too.
 */
final class HostTable {
  private final ByteTable exact;
  private final ByteTable suffixes;
  private final boolean hasSuffixes;

  /** The value of a host is its index in the list; of equal hosts the first counts. */
  HostTable(List<String> hosts) {
    exact = new ByteTable(hosts.size());
    suffixes = new ByteTable(hosts.size());
    boolean wildcards = false;
    for (int i = 0; i < hosts.size(); i++) {
      String host = normalise(hosts.get(i));
      boolean wildcard = host.startsWith("*.");
      wildcards |= wildcard;
      byte[] key = (wildcard ? host.substring(1) : host).getBytes(UTF_8);
      (wildcard ? suffixes : exact).putIfAbsent(hash(key), key, i);
    }
    hasSuffixes = wildcards;
  }

  /** Lower case, without the dot that marks a name as absolute. */
  static String normalise(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /**
   * The index of the host in {@code head[start, end)}, a Host value with or without port, or -1.
   */
  int find(ByteBuf head, int start, int end) {
    int nameEnd = nameEnd(head, start, end);
    int wildcard = -1;
    int hash = 0;
    for (int i = nameEnd - 1; i >= start; i--) {
      byte value = ByteTable.lowerCase(head.getByte(i));
      hash = ByteTable.hash(hash, value);
      if (hasSuffixes && value == '.' && i > start) {
        int found = suffixes.find(hash, head, i, nameEnd, true);
        wildcard = found >= 0 ? found : wildcard;
      }
    }
    int found = exact.find(hash, head, start, nameEnd, true);
    return found >= 0 ? found : wildcard;
  }

  /** Where the name ends: before the port (RFC 3986 section 3.2.3) and a trailing dot. */
  private static int nameEnd(ByteBuf head, int start, int end) {
    if (start == end) {
      return end;
    }
    int scanned = start;
    if (head.getByte(start) == '[') {
      while (scanned < end && head.getByte(scanned) != ']') {
        scanned++;
      }
    }
    while (scanned < end && head.getByte(scanned) != ':') {
      scanned++;
    }
    return scanned > start && head.getByte(scanned - 1) == '.' ? scanned - 1 : scanned;
  }

  private static int hash(byte[] key) {
    int hash = 0;
    for (int i = key.length - 1; i >= 0; i--) {
      hash = ByteTable.hash(hash, key[i]);
    }
    return hash;
  }
}
