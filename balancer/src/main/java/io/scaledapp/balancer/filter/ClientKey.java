package io.scaledapp.balancer.filter;

import io.netty.util.concurrent.FastThreadLocal;
import io.scaledapp.balancer.forwarded.Network;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A client as 128 bits. */
record ClientKey(long high, long low) {
  /** Makes an address differ from every other kind of address. */
  private static final long V4 = 4;

  private static final long V6 = 6;

  private static final FastThreadLocal<MessageDigest> DIGEST =
      new FastThreadLocal<>() {
        @Override
        protected MessageDigest initialValue() throws NoSuchAlgorithmException {
          return MessageDigest.getInstance("SHA-256");
        }
      };

  /** An IPv4 address, or the first 64 bits of an IPv6 address, which are one customer's. */
  static ClientKey of(InetAddress address) {
    return new ClientKey(
        Network.high(address.getAddress()), address instanceof Inet4Address ? V4 : V6);
  }

  /**
   * A value of whatever length. Nobody can find a second one with the same key, nor guess the key
   * without the seed.
   */
  static ClientKey of(byte[] bytes, int start, int end, long seed) {
    MessageDigest digest = DIGEST.get();
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
    digest.update(bytes, start, end - start);
    var hash = ByteBuffer.wrap(digest.digest());
    return new ClientKey(hash.getLong(), hash.getLong());
  }
}
