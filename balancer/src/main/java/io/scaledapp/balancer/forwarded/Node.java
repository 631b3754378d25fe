package io.scaledapp.balancer.forwarded;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** How an address is written in the forwarded fields: a node of RFC 7239 section 6. */
final class Node {
  private Node() {}

  /**
   * The address of {@code 192.0.2.1}, {@code 192.0.2.1:4711}, {@code 2001:db8::1}, {@code
   * [2001:db8::1]} or {@code [2001:db8::1]:4711}; null for all else, such as {@code unknown} or an
   * obfuscated node.
   */
  static @Nullable InetAddress parse(String node) {
    byte[] address = NetUtil.createByteArrayFromIpAddressString(withoutPort(node));
    try {
      return address == null ? null : InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an IP address of " + address.length + " bytes", e);
    }
  }

  /** As in X-Forwarded-For: the bare address, without scope; IPv6 as RFC 5952 asks. */
  static String plain(InetAddress address) {
    return NetUtil.toAddressString(address);
  }

  /** As in Forwarded: IPv6 in brackets and quotes. */
  static String quoted(InetAddress address) {
    String plain = plain(address);
    return plain.indexOf(':') < 0 ? plain : "\"[" + plain + "]\"";
  }

  private static String withoutPort(String node) {
    int bracket = node.lastIndexOf(']');
    int colon = node.lastIndexOf(':');
    boolean port = bracket < 0 ? colon == node.indexOf(':') : colon > bracket;
    return port && colon > 0 ? node.substring(0, colon) : node;
  }
}
