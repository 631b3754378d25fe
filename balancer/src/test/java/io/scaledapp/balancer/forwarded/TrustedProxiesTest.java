package io.scaledapp.balancer.forwarded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedProxiesTest {

  @ParameterizedTest(name = "{0} holds {1}: {2}")
  @CsvSource({
    "10.0.0.0/8,       10.255.1.2,    true",
    "10.0.0.0/8,       11.0.0.0,      false",
    "192.0.2.128/25,   192.0.2.128,   true",
    "192.0.2.128/25,   192.0.2.127,   false",
    "192.0.2.1,        192.0.2.1,     true",
    "192.0.2.1,        192.0.2.2,     false",
    "0.0.0.0/0,        203.0.113.9,   true",
    "0.0.0.0/0,        ::1,           false",
    "::/0,             2001:db8::1,   true",
    "::/0,             203.0.113.9,   false",
    "2001:db8::/32,    2001:db8::1,   true",
    "2001:db8::/32,    2001:db9::1,   false",
    "2001:db8::/65,    2001:db8::1,   true",
    "2001:db8::/65,    2001:db8:0:0:8000::1, false",
    "::1,              ::1,           true",
    "::1,              ::2,           false",
    "fe80::/10,        fe80::1%1,     true",
  })
  void rangeHoldsItsAddressesOnly(String range, String address, boolean trusted) {
    var proxies = TrustedProxies.of(List.of("198.51.100.7", range));

    assertThat(proxies.trusts(InetAddress.ofLiteral(address))).isEqualTo(trusted);
  }

  @Test
  void nobodyIsTrustedByDefault() {
    assertThat(TrustedProxies.NONE.trusts(InetAddress.getLoopbackAddress())).isFalse();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "proxy.example.com, is not an IP address",
    "10.0.0/8,          is not an IP address",
    "'',                is not an IP address",
    "10.0.0.0/33,       from 0 to 32",
    "10.0.0.0/,         from 0 to 32",
    "10.0.0.0/-1,       from 0 to 32",
    "2001:db8::/129,    from 0 to 128",
    "10.0.0.1/8,        bits set beyond the first 8",
    "2001:db8::1/64,    bits set beyond the first 64",
    "::ffff:10.0.0.0/104, write it as IPv4",
  })
  void wrongEntryIsNamed(String entry, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrustedProxies.of(List.of("10.0.0.0/8", entry)))
        .withMessageContaining('"' + entry + '"')
        .withMessageContaining(why);
  }

  @Property
  void networkHoldsAnAddressWhenTheirFirstBitsAgree(
      @ForAll @Size(16) byte[] network,
      @ForAll @Size(16) byte[] other,
      @ForAll @IntRange(max = 128) int prefix,
      @ForAll @IntRange(max = 128) int shared)
      throws Exception {
    clearAfter(network, prefix);
    byte[] address = other.clone();
    copyBits(network, address, shared);
    var range = InetAddress.getByAddress(network).getHostAddress() + "/" + prefix;
    if (range.indexOf(':') < 0 || InetAddress.getByAddress(address).getAddress().length == 4) {
      return;
    }

    assertThat(TrustedProxies.of(List.of(range)).trusts(InetAddress.getByAddress(address)))
        .isEqualTo(commonBits(network, address) >= prefix);
  }

  private static void clearAfter(byte[] bytes, int count) {
    for (int bit = count; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    }
  }

  private static void copyBits(byte[] from, byte[] to, int count) {
    byte[] head = from.clone();
    clearAfter(head, count);
    for (int bit = 0; bit < count; bit++) {
      to[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    }
    for (int i = 0; i < to.length; i++) {
      to[i] |= head[i];
    }
  }

  private static int commonBits(byte[] a, byte[] b) {
    int mismatch = Arrays.mismatch(a, b);
    return mismatch < 0
        ? 128
        : mismatch * 8 + Integer.numberOfLeadingZeros((a[mismatch] ^ b[mismatch]) & 0xFF) - 24;
  }
}
