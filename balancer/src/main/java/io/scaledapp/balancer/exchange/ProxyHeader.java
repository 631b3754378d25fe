package io.scaledapp.balancer.exchange;

import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.util.NetUtil;
import io.scaledapp.balancer.forwarded.Peer;
import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * What a replica is told of a connection's client: a header of the PROXY protocol, version 2
 * (https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt, section 2.2).
 */
final class ProxyHeader {
  private ProxyHeader() {}

  /** A header that names the client, and where it connected to. */
  static HAProxyMessage of(Peer client) {
    var destination = client.listener().getAddress();
    boolean isIpv4 = isIpv4(client.address()) && isIpv4(destination);
    return new HAProxyMessage(
        HAProxyProtocolVersion.V2,
        HAProxyCommand.PROXY,
        isIpv4 ? HAProxyProxiedProtocol.TCP4 : HAProxyProxiedProtocol.TCP6,
        text(client.address(), isIpv4),
        text(destination, isIpv4),
        client.port(),
        client.listener().getPort());
  }

  private static boolean isIpv4(InetAddress address) {
    return address instanceof Inet4Address;
  }

  /** A header has two addresses of one family: an IPv4 one is mapped (RFC 4291 section 2.5.5.2). */
  private static String text(InetAddress address, boolean asIpv4) {
    var text = NetUtil.toAddressString(address);
    return isIpv4(address) && !asIpv4 ? "::ffff:" + text : text;
  }
}
