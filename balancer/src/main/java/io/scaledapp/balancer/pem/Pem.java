package io.scaledapp.balancer.pem;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Certificates and keys as text (RFC 7468). */
public final class Pem {
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private Pem() {}

  public static String of(X509Certificate certificate) {
    try {
      return block("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("not a certificate that can be written", e);
    }
  }

  /** One after the other. */
  public static String of(List<X509Certificate> certificates) {
    return certificates.stream().map(Pem::of).collect(Collectors.joining());
  }

  /** As PKCS #8. */
  public static String of(PrivateKey key) {
    return block("PRIVATE KEY", key.getEncoded());
  }

  /**
   * All certificates of a text.
   *
   * @throws GeneralSecurityException if there is something else in it
   */
  public static List<X509Certificate> certificates(String text) throws GeneralSecurityException {
    var in = new ByteArrayInputStream(text.getBytes(US_ASCII));
    return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
        .map(X509Certificate.class::cast)
        .toList();
  }

  /**
   * The one private key of a text, as PKCS #8 ({@code PRIVATE KEY}), PKCS #1 ({@code RSA PRIVATE
   * KEY}) or SEC 1 ({@code EC PRIVATE KEY}), without a passphrase.
   *
   * @throws GeneralSecurityException if there is none
   */
  public static PrivateKey key(String text) throws GeneralSecurityException {
    try (var parser = new PEMParser(new StringReader(text))) {
      for (var found = parser.readObject(); found != null; found = parser.readObject()) {
        if (found instanceof PrivateKeyInfo info) {
          return new JcaPEMKeyConverter().getPrivateKey(info);
        }
        if (found instanceof PEMKeyPair pair) {
          return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new GeneralSecurityException("a private key that cannot be read", e);
    }
    throw new GeneralSecurityException("no private key without a passphrase");
  }

  private static String block(String kind, byte[] bytes) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(kind, LINES.encodeToString(bytes), kind);
  }
}
