package io.scaledapp.balancer.forwarded;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * The other end of a client's connection, as it is known before the first request.
 *
 * @param address the client's, or that of a proxy in front
 * @param port from which it connected there, 0 to 65535
 * @param listener where it connected to
 * @param secure whether it speaks TLS
 * @param tlsInFront whether the client spoke TLS with a proxy in front, which says so in its header
 *     of the PROXY protocol
 * @param asksForCertificate whether it was asked for a certificate of its own
 * @param certificate what is told of the certificate that it showed and that was verified, in the
 *     form of X-Forwarded-Client-Cert
 */
public record Peer(
    InetAddress address,
    int port,
    InetSocketAddress listener,
    boolean secure,
    boolean tlsInFront,
    boolean asksForCertificate,
    Optional<String> certificate) {

  /** One that speaks in plain text. */
  public static Peer plain(InetSocketAddress client, InetSocketAddress listener) {
    return behindProxy(client, listener, false);
  }

  /**
   * One that speaks in plain text behind a proxy.
   *
   * @param tlsInFront whether it spoke TLS with that proxy
   */
  public static Peer behindProxy(
      InetSocketAddress client, InetSocketAddress listener, boolean tlsInFront) {
    return new Peer(
        client.getAddress(),
        client.getPort(),
        listener,
        false,
        tlsInFront,
        false,
        Optional.empty());
  }

  /** The same in TLS. */
  public Peer inTls(boolean asksForCertificate, Optional<String> certificate) {
    return new Peer(address, port, listener, true, tlsInFront, asksForCertificate, certificate);
  }

  /** The scheme of what it asks for: {@code http} or {@code https}. */
  String scheme() {
    return secure || tlsInFront ? "https" : "http";
  }

  /** The line that tells of its certificate, with CR LF; empty without one. */
  String certificateLine() {
    return certificate.map(value -> "X-Forwarded-Client-Cert: " + value + "\r\n").orElse("");
  }
}
