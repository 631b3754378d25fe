package io.scaledapp.operator.control.certificate;

import io.scaledapp.balancer.pem.KeyMatch;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A certificate with its private key.
 *
 * @param certificate X.509
 * @param key of the certificate
 */
public record Issued(X509Certificate certificate, PrivateKey key) {

  /** The type of a DNS name in a SubjectAltName (RFC 5280 section 4.2.1.6). */
  private static final Integer DNS_NAME = 2;

  /**
   * A certificate and a key that come from elsewhere.
   *
   * @throws GeneralSecurityException if they do not belong together
   */
  static Issued matching(X509Certificate certificate, PrivateKey key)
      throws GeneralSecurityException {
    KeyMatch.check(certificate, key);
    return new Issued(certificate, key);
  }

  /** When its use begins. */
  public Instant begin() {
    return certificate.getNotBefore().toInstant();
  }

  /** When its use ends. */
  public Instant end() {
    return certificate.getNotAfter().toInstant();
  }

  /** The DNS names that it is for. */
  Set<String> names() {
    try {
      var names = certificate.getSubjectAlternativeNames();
      return names == null
          ? Set.of()
          : names.stream()
              .filter(name -> DNS_NAME.equals(name.getFirst()))
              .map(List::getLast)
              .map(String::valueOf)
              .collect(Collectors.toSet());
    } catch (CertificateParsingException e) {
      return Set.of();
    }
  }

  /** Whether {@code authority} signed it. */
  public boolean isSignedBy(Issued authority) {
    return isSignedBy(authority.certificate());
  }

  boolean isSignedBy(X509Certificate authority) {
    try {
      certificate.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Without the key, which is a secret. */
  @Override
  public String toString() {
    return "Issued[%s until %s]".formatted(certificate.getSubjectX500Principal(), end());
  }
}
