package io.scaledapp.balancer.forwarded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;

/** The peer is a trusted proxy: its lines are kept where they are valid, and added to. */
final class ProxiedClient implements ForwardedHeaders {
  private final InetAddress peer;
  private final String scheme;
  private final int listenerPort;
  private final TrustedProxies trusted;

  ProxiedClient(InetAddress peer, String scheme, int listenerPort, TrustedProxies trusted) {
    this.peer = peer;
    this.scheme = scheme;
    this.listenerPort = listenerPort;
    this.trusted = trusted;
  }

  @Override
  public boolean peerIsTrusted() {
    return true;
  }

  @Override
  public InetAddress client(Received received) {
    return Chain.of(received, trusted).client(peer);
  }

  @Override
  public void write(ByteBuf out, Received received) {
    Chain chain = Chain.of(received, trusted);
    Origin origin = Origin.of(received, chain, scheme, listenerPort);
    line(out, "X-Forwarded-For", chain.forwardedFor(peer));
    line(out, "X-Forwarded-Proto", origin.proto());
    if (!origin.host().isEmpty()) {
      line(out, "X-Forwarded-Host", origin.host());
    }
    line(out, "X-Forwarded-Port", Integer.toString(origin.port()));
    line(out, "X-Real-IP", Node.plain(chain.client(peer)));
    line(
        out, "Forwarded", chain.forwarded(peer, origin, Origin.of(received, scheme, listenerPort)));
  }

  private static void line(ByteBuf out, String name, String value) {
    out.writeCharSequence(name + ": " + value + "\r\n", ISO_8859_1);
  }
}
