package io.scaledapp.operator.control.certificate;

import io.scaledapp.balancer.pem.Pem;
import io.scaledapp.operator.control.ServingCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * A certificate that somebody else makes and renews, such as cert-manager, in two files.
 *
 * @param certificate PEM certificates, its own first
 * @param key PEM of its private key, in any form without a passphrase
 */
public record FileCertificates(Path certificate, Path key) implements CertificateSource {

  @Override
  public ServingCertificate read() throws IOException {
    var chain = text(certificate);
    var secret = text(key);
    try {
      var certificates = Pem.certificates(chain);
      if (certificates.isEmpty()) {
        throw new GeneralSecurityException("there is no certificate in it");
      }
      // Two files are not replaced at once: a certificate with another's key is not taken.
      var issued = Issued.matching(certificates.getFirst(), Pem.key(secret));
      return new ServingCertificate(Pem.of(certificates), Pem.of(issued.key()));
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "cannot use the certificate %s with the key %s: %s; both have to be PEM"
              .formatted(certificate, key, e.getMessage()),
          e);
    }
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IOException("cannot read " + file + " for the control stream: " + e, e);
    }
  }
}
