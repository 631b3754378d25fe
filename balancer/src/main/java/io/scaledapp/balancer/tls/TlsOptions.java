package io.scaledapp.balancer.tls;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a listener speaks TLS.
 *
 * @param certificates folders with {@code tls.crt} and {@code tls.key}, as a mounted Secret of type
 *     kubernetes.io/tls is; the first one's certificate is for clients that ask for no name or for
 *     an unknown one
 * @param clientCertificates what is asked of clients; empty: nothing
 * @param handshakeTimeout from an accepted connection to the end of its handshake
 * @param maxHandshakes unfinished ones, over all event loops; for one more the oldest is given up
 */
public record TlsOptions(
    List<Path> certificates,
    Optional<ClientCertificates> clientCertificates,
    Duration handshakeTimeout,
    int maxHandshakes) {

  public static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);
  public static final int MAX_HANDSHAKES = 1_000;

  /**
   * Certificates that clients show.
   *
   * @param authorities PEM file of the authorities that may have signed them
   * @param required whether a client without one is refused; a bad one always is
   */
  public record ClientCertificates(Path authorities, boolean required) {}

  public TlsOptions {
    certificates = certificates.stream().distinct().toList();
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("TLS needs at least one certificate");
    }
    if (!handshakeTimeout.isPositive() || maxHandshakes < 1) {
      throw new IllegalArgumentException("handshakeTimeout and maxHandshakes must be more than 0");
    }
  }

  /** Servers' certificates alone, with safe defaults for the rest. */
  public static TlsOptions of(Path... certificates) {
    return new TlsOptions(
        List.of(certificates), Optional.empty(), HANDSHAKE_TIMEOUT, MAX_HANDSHAKES);
  }

  /** The same, and asks clients for certificates. */
  public TlsOptions withClientCertificates(ClientCertificates asked) {
    return new TlsOptions(certificates, Optional.of(asked), handshakeTimeout, maxHandshakes);
  }

  /** The same with other bounds of handshakes. */
  public TlsOptions withHandshakes(Duration timeout, int most) {
    return new TlsOptions(certificates, clientCertificates, timeout, most);
  }
}
