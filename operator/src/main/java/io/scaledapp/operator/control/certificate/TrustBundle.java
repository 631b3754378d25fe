package io.scaledapp.operator.control.certificate;

import io.scaledapp.balancer.pem.Pem;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The authorities that balancers are told to trust, as the data of a ConfigMap.
 *
 * @param authorities their certificates
 * @param since when these became the ones
 */
record TrustBundle(List<X509Certificate> authorities, Instant since) {

  /** The key that balancers mount: PEM certificates, one after the other. */
  static final String CERTIFICATES = "ca.crt";

  static final String SINCE = "since";

  /** Null if nothing of use has been published. */
  static @Nullable TrustBundle read(Map<String, String> data) {
    var certificates = data.get(CERTIFICATES);
    var since = data.get(SINCE);
    if (certificates == null || since == null) {
      return null;
    }
    try {
      return new TrustBundle(Pem.certificates(certificates), Instant.parse(since));
    } catch (GeneralSecurityException | DateTimeException e) {
      return null;
    }
  }

  Map<String, String> data() {
    return Map.of(CERTIFICATES, Pem.of(authorities), SINCE, since.toString());
  }

  /** Whether these are the ones, in any order. */
  boolean holdsJust(List<X509Certificate> others) {
    return Set.copyOf(authorities).equals(Set.copyOf(others));
  }
}
