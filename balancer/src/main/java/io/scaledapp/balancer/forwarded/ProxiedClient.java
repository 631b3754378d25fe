package io.scaledapp.balancer.forwarded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** The peer is a trusted proxy: its lines are kept where they are valid, and added to. */
final class ProxiedClient implements ForwardedHeaders {
  private final InetAddress peer;
  private final String plainPeer;
  private final String quotedPeer;
  private final String scheme;
  private final int listenerPort;
  private final boolean passesClientCertificate;
  private final String certificateLine;
  private final TrustedProxies trusted;

  ProxiedClient(Peer proxy, TrustedProxies trusted) {
    peer = proxy.address();
    plainPeer = Node.plain(peer);
    quotedPeer = Node.quoted(peer);
    scheme = proxy.scheme();
    listenerPort = proxy.listener().getPort();
    passesClientCertificate = !proxy.asksForCertificate();
    certificateLine = proxy.certificateLine();
    this.trusted = trusted;
  }

  @Override
  public boolean peerIsTrusted() {
    return true;
  }

  @Override
  public boolean passesClientCertificate() {
    return passesClientCertificate;
  }

  @Override
  public boolean tellsCertificate() {
    return !certificateLine.isEmpty();
  }

  @Override
  public InetAddress client(Received received) {
    return Chain.of(received, trusted).client(peer);
  }

  @Override
  public boolean isSecure(Received received) {
    String proto = origin(received).proto();
    return Authority.defaultPort(proto) == Authority.defaultPort("https");
  }

  @Override
  public String host(Received received) {
    return Authority.withoutPort(origin(received).host());
  }

  private Origin origin(Received received) {
    Origin atPeer = Origin.ofPeer(received, scheme, listenerPort);
    return Origin.ofClient(received, Chain.of(received, trusted), atPeer, listenerPort);
  }

  @Override
  public void write(ByteBuf out, Received received) {
    Chain chain = Chain.of(received, trusted);
    Origin atPeer = Origin.ofPeer(received, scheme, listenerPort);
    Origin origin = Origin.ofClient(received, chain, atPeer, listenerPort);
    out.writeCharSequence(certificateLine, ISO_8859_1);
    line(out, "X-Forwarded-For", forwardedFor(chain));
    line(out, "X-Forwarded-Proto", origin.proto());
    if (!origin.host().isEmpty()) {
      line(out, "X-Forwarded-Host", origin.host());
    }
    line(out, "X-Forwarded-Port", Integer.toString(origin.port()));
    line(out, "X-Real-IP", chain.hops().isEmpty() ? plainPeer : Node.plain(chain.client(peer)));
    line(out, "Forwarded", forwarded(chain, origin, atPeer));
  }

  /** As received, or made from the other fields; then the peer. */
  private String forwardedFor(Chain chain) {
    if (!chain.receivedFor().isEmpty()) {
      return chain.receivedFor() + ", " + plainPeer;
    }
    var value = new StringBuilder();
    for (InetAddress hop : chain.hops()) {
      value.append(Node.plain(hop)).append(", ");
    }
    return value.append(plainPeer).toString();
  }

  /**
   * As received, or else made from the other fields (RFC 7239 section 7.4), since frameworks prefer
   * this one to those; then the peer. Of a whole value they take the first element that names a
   * proto or host, so what the client asked for stands there.
   */
  private CharSequence forwarded(Chain chain, Origin origin, Origin atPeer) {
    var value = new StringBuilder(chain.receivedForwarded());
    if (value.isEmpty()) {
      for (InetAddress hop : chain.hops()) {
        element(value, Node.quoted(hop), value.isEmpty() ? origin : null);
      }
    }
    element(value, quotedPeer, value.isEmpty() ? origin : atPeer);
    return value;
  }

  private static void element(StringBuilder value, String node, @Nullable Origin origin) {
    value.append(value.isEmpty() ? "for=" : ", for=").append(node);
    if (origin != null) {
      value.append(";proto=").append(origin.proto());
      if (!origin.host().isEmpty()) {
        value.append(";host=\"").append(origin.host()).append('"');
      }
    }
  }

  private static void line(ByteBuf out, String name, CharSequence value) {
    out.writeCharSequence(name, ISO_8859_1);
    out.writeCharSequence(": ", ISO_8859_1);
    out.writeCharSequence(value, ISO_8859_1);
    out.writeCharSequence("\r\n", ISO_8859_1);
  }
}
