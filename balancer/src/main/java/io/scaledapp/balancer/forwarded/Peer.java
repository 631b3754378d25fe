package io.scaledapp.balancer.forwarded;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * The other end of a client's connection, as it is known before the first request.
 *
 * @param address the client's, or that of a proxy in front
 * @param listener where it connected to
 * @param secure whether it speaks TLS
 * @param asksForCertificate whether it was asked for a certificate of its own
 * @param certificate what is told of the certificate that it showed and that was verified, in the
 *     form of X-Forwarded-Client-Cert
 */
public record Peer(
    InetAddress address,
    InetSocketAddress listener,
    boolean secure,
    boolean asksForCertificate,
    Optional<String> certificate) {

  /** One that speaks in plain text. */
  public static Peer plain(InetAddress address, InetSocketAddress listener) {
    return new Peer(address, listener, false, false, Optional.empty());
  }

  /** The scheme of what it asks for: {@code http} or {@code https}. */
  String scheme() {
    return secure ? "https" : "http";
  }

  /** The line that tells of its certificate, with CR LF; empty without one. */
  String certificateLine() {
    return certificate.map(value -> "X-Forwarded-Client-Cert: " + value + "\r\n").orElse("");
  }
}
