package io.scaledapp.balancer.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.scaledapp.balancer.pem.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads certificates and private keys in PEM (RFC 7468). */
final class PemFile {
  /** A chain with large keys has some 20 KiB, and a system's authorities some 300 KiB. */
  private static final long MAX_BYTES = 1 << 20;

  private PemFile() {}

  /**
   * The bytes of a file.
   *
   * @throws TlsException if it cannot be read, or is no file of certificates by its size
   */
  static byte[] bytes(Path file) throws TlsException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new TlsException(file, "is larger than " + MAX_BYTES + " bytes");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new TlsException(file, "is not there");
    } catch (TlsException e) {
      throw e;
    } catch (IOException e) {
      throw new TlsException(file, "cannot be read: " + e.getMessage());
    }
  }

  /**
   * Its certificates, at least one.
   *
   * @throws TlsException if there is none, or something else
   */
  static List<X509Certificate> certificates(Path file, byte[] bytes) throws TlsException {
    try {
      var found = Pem.certificates(new String(bytes, US_ASCII));
      if (found.isEmpty()) {
        throw new TlsException(file, "holds no certificate in PEM");
      }
      return found;
    } catch (GeneralSecurityException e) {
      throw new TlsException(file, "is no certificate in PEM: " + e.getMessage());
    }
  }

  /**
   * Its private key, as PKCS #8, PKCS #1 (RSA) or SEC 1 (EC), without a passphrase.
   *
   * @throws TlsException if there is none
   */
  static PrivateKey key(Path file, byte[] bytes) throws TlsException {
    try {
      return Pem.key(new String(bytes, US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new TlsException(file, "holds " + e.getMessage());
    }
  }
}
