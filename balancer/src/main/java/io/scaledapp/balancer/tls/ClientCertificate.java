package io.scaledapp.balancer.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;

/** What replicas are told of a client's certificate. */
final class ClientCertificate {
  private ClientCertificate() {}

  /**
   * The value of X-Forwarded-Client-Cert, as Envoy writes it: the SHA-256 of the certificate, and
   * its subject (RFC 2253), such as {@code Hash=…;Subject="CN=shop,O=Example"}.
   */
  static String describe(X509Certificate certificate) throws GeneralSecurityException {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
    var subject = certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
    return "Hash=" + HexFormat.of().formatHex(hash) + ";Subject=\"" + quoted(subject) + '"';
  }

  /** Its issuer chose the text: nothing of it may end the quotes or the line. */
  private static String quoted(String subject) {
    var text = new StringBuilder();
    subject
        .codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                text.append('\\').append((char) c);
              } else if (c >= ' ' && c <= '~') {
                text.append((char) c);
              } else {
                // RFC 4514 section 2.4: the bytes of its UTF-8 in hexadecimal.
                for (byte b : Character.toString(c).getBytes(UTF_8)) {
                  text.append("\\\\").append(HexFormat.of().withUpperCase().toHexDigits(b));
                }
              }
            });
    return text.toString();
  }
}
