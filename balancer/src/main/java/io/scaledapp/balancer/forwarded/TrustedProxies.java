package io.scaledapp.balancer.forwarded;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/** The proxies whose word about the client is believed. Immutable: any thread may ask. */
public final class TrustedProxies {

  /** Believes nobody: every client is who it seems to be. */
  public static final TrustedProxies NONE = of(List.of());

  private final Network[] networks;

  private TrustedProxies(Network[] networks) {
    this.networks = networks;
  }

  /**
   * Reads addresses and ranges, IPv4 or IPv6, such as {@code 10.0.0.0/8} or {@code ::1}.
   *
   * @throws IllegalArgumentException naming the first entry that is neither
   */
  public static TrustedProxies of(List<String> cidrs) {
    return new TrustedProxies(cidrs.stream().map(Network::parse).toArray(Network[]::new));
  }

  /** Whether the address lies in one of the ranges. An IPv4 address lies in IPv4 ranges only. */
  public boolean trusts(InetAddress address) {
    if (address instanceof Inet4Address v4) {
      return anyContains(true, (long) NetUtil.ipv4AddressToInt(v4) << Integer.SIZE, 0);
    }
    byte[] bytes = address.getAddress();
    return anyContains(false, Network.high(bytes), Network.low(bytes));
  }

  private boolean anyContains(boolean v4, long high, long low) {
    for (Network network : networks) {
      if (network.contains(v4, high, low)) {
        return true;
      }
    }
    return false;
  }
}
