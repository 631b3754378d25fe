package io.scaledapp.balancer.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scaledapp.balancer.control.RequestRules;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AddressAccessPropertyTest {

  /** A range with bits beyond its prefix, as people write them. */
  record Range(byte[] address, int prefix) {
    String text() {
      return addressOf(address).getHostAddress() + "/" + prefix;
    }

    /** Bit by bit. */
    boolean holds(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      int beyond = 8 * address.length - prefix;
      return new BigInteger(1, address)
          .shiftRight(beyond)
          .equals(new BigInteger(1, other).shiftRight(beyond));
    }
  }

  private static InetAddress addressOf(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Few different bits, so that ranges meet. */
  @Provide
  Arbitrary<byte[]> addresses() {
    var bytes = Arbitraries.of((byte) 0, (byte) 1, (byte) 0x80, (byte) 0xFF, (byte) 0x7F);
    var v4 = bytes.array(byte[].class).ofSize(4);
    // Not one in IPv6 form of IPv4.
    var v6 = bytes.array(byte[].class).ofSize(16).filter(address -> address[15] != address[0]);
    return Arbitraries.oneOf(v4, v6.filter(address -> address[0] != 0));
  }

  @Provide
  Arbitrary<List<Range>> ranges() {
    return addresses()
        .flatMap(
            address ->
                Arbitraries.integers()
                    .between(0, 8 * address.length)
                    .map(prefix -> new Range(address, prefix)))
        .list()
        .ofMaxSize(12);
  }

  @Property
  void clientIsLetInAsEachRangeForItselfSays(
      @ForAll("ranges") List<Range> allow,
      @ForAll("ranges") List<Range> deny,
      @ForAll("addresses") byte[] client) {
    var access =
        new AddressAccess(
            new RequestRules.Access(
                allow.stream().map(Range::text).toList(), deny.stream().map(Range::text).toList()));

    boolean wanted =
        deny.stream().noneMatch(range -> range.holds(client))
            && (allow.isEmpty() || allow.stream().anyMatch(range -> range.holds(client)));
    assertThat(access.lets(addressOf(client))).isEqualTo(wanted);
  }

  @Provide
  Arbitrary<String> mapped() {
    var byteValues = Arbitraries.integers().between(0, 255);
    return Combinators.combine(byteValues, byteValues).as((a, b) -> "10.0." + a + "." + b);
  }

  @Property(tries = 50)
  void addressInIpv6FormIsTheIpv4Address(@ForAll("mapped") String v4) {
    var client = InetAddress.ofLiteral("::ffff:" + v4);

    assertThat(deny("10.0.0.0/16").lets(client)).isFalse();
    assertThat(deny("::ffff:a00:0/112").lets(client)).isFalse();
    assertThat(deny("::ffff:0:0/96").lets(InetAddress.ofLiteral(v4))).isFalse();
    assertThat(deny("::/0").lets(client)).isTrue();
  }

  private static AddressAccess deny(String range) {
    return new AddressAccess(new RequestRules.Access(List.of(), List.of(range)));
  }

  @Example
  void whatIsNoRangeIsNamed() {
    assertThatThrownBy(() -> deny("example.com"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"example.com\"");
  }
}
