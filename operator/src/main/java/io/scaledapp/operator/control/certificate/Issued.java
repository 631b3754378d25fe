package io.scaledapp.operator.control.certificate;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * A certificate with its private key.
 *
 * @param certificate EC P-256
 * @param key of the certificate
 */
public record Issued(X509Certificate certificate, PrivateKey key) {

  /** When its use begins. */
  public Instant begin() {
    return certificate.getNotBefore().toInstant();
  }

  /** When its use ends. */
  public Instant end() {
    return certificate.getNotAfter().toInstant();
  }

  /** Whether {@code authority} signed it. */
  public boolean isSignedBy(Issued authority) {
    try {
      certificate.verify(authority.certificate().getPublicKey());
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
