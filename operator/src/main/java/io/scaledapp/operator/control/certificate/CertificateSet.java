package io.scaledapp.operator.control.certificate;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operators of one release share.
 *
 * @param authority signs serving certificates
 * @param next the authority that follows: balancers learn to trust it before it signs
 * @param previous the authority before: trusted while a certificate that it signed may be in use
 * @param serving what operators show to balancers; null if it is to be made
 */
record CertificateSet(
    Issued authority,
    @Nullable Issued next,
    @Nullable Previous previous,
    @Nullable Issued serving) {

  /**
   * An authority that signs nothing any more; its key is gone.
   *
   * @param until when the last certificate that it may have signed ends
   */
  record Previous(X509Certificate certificate, Instant until) {}

  /** The authorities that balancers have to trust. */
  List<X509Certificate> trusted() {
    var trusted = new ArrayList<X509Certificate>();
    trusted.add(authority.certificate());
    if (next != null) {
      trusted.add(next.certificate());
    }
    if (previous != null) {
      trusted.add(previous.certificate());
    }
    return trusted;
  }
}
