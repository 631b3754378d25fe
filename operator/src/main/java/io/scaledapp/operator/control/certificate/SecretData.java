package io.scaledapp.operator.control.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.scaledapp.balancer.pem.Pem;
import io.scaledapp.operator.control.certificate.CertificateSet.Previous;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Certificates as the data of a Secret: PEM text in base64. An authority is in {@code ca}, {@code
 * next-ca} and {@code previous-ca}, the serving certificate in {@code tls}, each with {@code .crt}
 * and, but for the previous one, {@code .key}.
 */
final class SecretData {
  private static final String AUTHORITY = "ca";
  private static final String NEXT = "next-ca";
  private static final String PREVIOUS = "previous-ca";
  private static final String PREVIOUS_UNTIL = "previous-ca.until";
  private static final String SERVING = "tls";

  private SecretData() {}

  static Map<String, String> of(CertificateSet set) {
    var data = new TreeMap<String, String>();
    put(data, AUTHORITY, set.authority());
    if (set.next() != null) {
      put(data, NEXT, set.next());
    }
    if (set.previous() != null) {
      data.put(PREVIOUS + ".crt", encoded(Pem.of(set.previous().certificate())));
      data.put(PREVIOUS_UNTIL, encoded(set.previous().until().toString()));
    }
    if (set.serving() != null) {
      put(data, SERVING, set.serving());
    }
    return data;
  }

  /** What there is besides stays: others keep theirs there too. */
  static Map<String, String> replaced(Map<String, String> before, CertificateSet set) {
    var data = new TreeMap<>(before);
    for (var name : List.of(AUTHORITY, NEXT, PREVIOUS, SERVING)) {
      data.remove(name + ".crt");
      data.remove(name + ".key");
    }
    data.remove(PREVIOUS_UNTIL);
    data.putAll(of(set));
    return data;
  }

  /**
   * Null if there is no authority. A serving certificate that is of no use is as none: another one
   * is easily made.
   *
   * @throws GeneralSecurityException if an authority cannot be read, with its key in the data
   */
  static @Nullable CertificateSet read(Map<String, String> data) throws GeneralSecurityException {
    var authority = issued(data, AUTHORITY);
    return authority == null
        ? null
        : new CertificateSet(authority, issued(data, NEXT), previous(data), serving(data));
  }

  private static @Nullable Issued serving(Map<String, String> data) {
    try {
      return issued(data, SERVING);
    } catch (GeneralSecurityException e) {
      return null;
    }
  }

  private static @Nullable Previous previous(Map<String, String> data)
      throws GeneralSecurityException {
    var until = data.get(PREVIOUS_UNTIL);
    if (until == null || !data.containsKey(PREVIOUS + ".crt")) {
      return null;
    }
    try {
      return new Previous(certificate(data, PREVIOUS), Instant.parse(decoded(until)));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new GeneralSecurityException(PREVIOUS_UNTIL + " cannot be read", e);
    }
  }

  private static @Nullable Issued issued(Map<String, String> data, String name)
      throws GeneralSecurityException {
    var key = data.get(name + ".key");
    if (key == null || !data.containsKey(name + ".crt")) {
      return null;
    }
    var certificate = certificate(data, name);
    try {
      return Issued.matching(certificate, Pem.key(decoded(key)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new GeneralSecurityException(name + ".key cannot be used: " + e.getMessage(), e);
    }
  }

  private static X509Certificate certificate(Map<String, String> data, String name)
      throws GeneralSecurityException {
    try {
      var certificates = Pem.certificates(decoded(data.getOrDefault(name + ".crt", "")));
      if (certificates.size() != 1) {
        throw new GeneralSecurityException(certificates.size() + " certificates");
      }
      return certificates.getFirst();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new GeneralSecurityException(name + ".crt cannot be read: " + e.getMessage(), e);
    }
  }

  private static void put(Map<String, String> data, String name, Issued issued) {
    data.put(name + ".crt", encoded(Pem.of(issued.certificate())));
    data.put(name + ".key", encoded(Pem.of(issued.key())));
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), UTF_8);
  }
}
