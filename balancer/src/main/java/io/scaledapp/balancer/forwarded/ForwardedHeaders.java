package io.scaledapp.balancer.forwarded;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;

/**
 * What a replica is told about the client of one connection, in X-Forwarded-For, -Proto, -Host,
 * -Port, X-Real-IP and Forwarded (RFC 7239), and of its certificate in X-Forwarded-Client-Cert (as
 * Envoy writes it). Replicas must get these lines and none of the received ones; {@link
 * ForwardedField} knows which those are. For the use of the connection's event loop.
 */
public sealed interface ForwardedHeaders permits DirectClient, ProxiedClient {

  /**
   * What replicas are told on a connection.
   *
   * @param peer the other end of the connection
   * @param trusted decides whether the peer is a proxy that is believed, or the client itself
   */
  static ForwardedHeaders of(Peer peer, TrustedProxies trusted) {
    return trusted.trusts(peer.address())
        ? new ProxiedClient(peer, trusted)
        : new DirectClient(peer);
  }

  /** Whether the peer is believed, so that {@link Received#add} has to be called. */
  boolean peerIsTrusted();

  /**
   * Whether a received X-Forwarded-Client-Cert reaches replicas: a believed peer's does, unless the
   * connection itself asks for a certificate.
   */
  boolean passesClientCertificate();

  /** Whether replicas are told of a certificate that was given on the connection. */
  boolean tellsCertificate();

  /**
   * The client's address, for logs and for {@code IP_HASH}: the peer, or from a trusted one the
   * first address from the right in X-Forwarded-For that is not a trusted proxy; without this field
   * in Forwarded, then in X-Real-IP.
   */
  InetAddress client(Received received);

  /**
   * Whether the client came by TLS: to the peer, which may be it itself, or by the word of trusted
   * proxies to the first of them.
   */
  boolean isSecure(Received received);

  /** The host that the client asked for, without its port; empty if that is not known. */
  String host(Received received);

  /** Appends complete lines, each with CR LF. */
  void write(ByteBuf out, Received received);
}
