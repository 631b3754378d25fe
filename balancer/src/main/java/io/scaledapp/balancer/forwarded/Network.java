package io.scaledapp.balancer.forwarded;

import io.netty.util.NetUtil;
import java.nio.ByteBuffer;

/**
 * A range of addresses in CIDR notation (RFC 4632, RFC 4291 section 2.3). An IPv4 address is held
 * in the upper 32 of the 128 bits.
 */
public record Network(boolean v4, long high, long low, long highMask, long lowMask) {

  private static final int MAPPED_PREFIX = 96;

  /**
   * Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32} or a single address.
   *
   * @throws IllegalArgumentException if the text is none of these, or has bits beyond the prefix
   */
  static Network parse(String text) {
    int slash = text.indexOf('/');
    byte[] address =
        NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw invalid(text, "it is not an IP address or a range such as 10.0.0.0/8");
    }
    int width = address.length * Byte.SIZE;
    int prefix = slash < 0 ? width : prefix(text, text.substring(slash + 1), width);
    boolean v4 = address.length == Integer.BYTES;
    if (isMapped(address)) {
      throw invalid(text, "it is an IPv4 address in IPv6 form; write it as IPv4");
    }
    var network = masked(v4, high(address), low(address), prefix);
    if (network.high != high(address) || network.low != low(address)) {
      throw invalid(text, "it has bits set beyond the first " + prefix);
    }
    return network;
  }

  /**
   * Reads the same more leniently: bits beyond the prefix are of no effect, and an IPv4 range in
   * IPv6 form is the IPv4 range.
   *
   * @throws IllegalArgumentException if the text is no address or range
   */
  public static Network of(String text) {
    int slash = text.indexOf('/');
    byte[] address =
        NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw new IllegalArgumentException("\"" + text + "\" is not an IP address or a range");
    }
    int width = address.length * Byte.SIZE;
    int prefix = slash < 0 ? width : prefix(text, text.substring(slash + 1), width);
    boolean mapped = isMapped(address) && prefix >= MAPPED_PREFIX;
    if (mapped) {
      return masked(true, low(address) << Integer.SIZE, 0, prefix - MAPPED_PREFIX);
    }
    return masked(address.length == Integer.BYTES, high(address), low(address), prefix);
  }

  /** RFC 4291 section 2.5.5.2. */
  private static boolean isMapped(byte[] address) {
    return address.length > Integer.BYTES
        && high(address) == 0
        && low(address) >>> Integer.SIZE == 0xFFFF;
  }

  /** Whether the address of the given family and bits, as held here, lies in the range. */
  public boolean contains(boolean v4Address, long addressHigh, long addressLow) {
    return v4 == v4Address && (addressHigh & highMask) == high && (addressLow & lowMask) == low;
  }

  private static int prefix(String text, String digits, int width) {
    if (digits.matches("[0-9]{1,3}") && Integer.parseInt(digits) <= width) {
      return Integer.parseInt(digits);
    }
    throw invalid(text, "its prefix length is not a number from 0 to " + width);
  }

  private static Network masked(boolean v4, long high, long low, int prefix) {
    long highMask = leadingOnes(Math.min(prefix, Long.SIZE));
    long lowMask = leadingOnes(Math.max(prefix - Long.SIZE, 0));
    return new Network(v4, high & highMask, low & lowMask, highMask, lowMask);
  }

  private static long leadingOnes(int count) {
    return count == 0 ? 0 : -1L << (Long.SIZE - count);
  }

  /** The first 64 of the 128 bits that hold an address of 4 or 16 bytes. */
  public static long high(byte[] address) {
    return address.length == Integer.BYTES
        ? (long) ByteBuffer.wrap(address).getInt() << 32
        : ByteBuffer.wrap(address).getLong();
  }

  /** The last 64 of them. */
  public static long low(byte[] address) {
    return address.length == Integer.BYTES ? 0 : ByteBuffer.wrap(address).getLong(Long.BYTES);
  }

  private static IllegalArgumentException invalid(String text, String why) {
    return new IllegalArgumentException("trusted proxy \"" + text + "\" is not valid: " + why);
  }
}
