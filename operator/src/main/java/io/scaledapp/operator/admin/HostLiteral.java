package io.scaledapp.operator.admin;

import java.net.Inet6Address;
import java.net.InetAddress;

/** How an address is written in a URL (RFC 3986, section 3.2.2). */
public final class HostLiteral {
  private HostLiteral() {}

  /** The address; an IPv6 one in brackets, short where the JDK's form of loopback is long. */
  public static String of(InetAddress address) {
    if (address instanceof Inet6Address) {
      return address.isLoopbackAddress() ? "[::1]" : "[" + address.getHostAddress() + "]";
    }
    return address.getHostAddress();
  }
}
