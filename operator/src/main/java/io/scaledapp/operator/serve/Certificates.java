package io.scaledapp.operator.serve;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.scaledapp.operator.control.certificate.CertificateSource;
import io.scaledapp.operator.control.certificate.ClusterCertificates;
import io.scaledapp.operator.control.certificate.ClusterCookieSecret;
import io.scaledapp.operator.control.certificate.FileCertificates;
import io.scaledapp.operator.cookie.CookieKeys;
import io.scaledapp.operator.cookie.FileCookieSecret;
import io.scaledapp.operator.serve.ServeOptions.CertificateOptions;
import java.io.IOException;
import java.time.InstantSource;

/** Where the control port's certificate comes from, and what is secret with it. */
final class Certificates {
  private Certificates() {}

  static CertificateSource source(KubernetesClient client, ServeOptions options) {
    return switch (options.certificates()) {
      case CertificateOptions.Made made ->
          new ClusterCertificates(
              client,
              new ClusterCertificates.Place(options.namespace(), made.secret(), made.authority()),
              made.host(),
              // The time of day, as balancers have it too, and not that since the start.
              InstantSource.system());
      case CertificateOptions.Files files -> new FileCertificates(files.certificate(), files.key());
    };
  }

  /**
   * Keys of apps' sticky cookies; blocks. There is no right to write to a Secret that somebody else
   * made, so that its private key is all that operators can share.
   *
   * @throws IOException if there are none, with the place and the mend
   */
  static CookieKeys cookieKeys(KubernetesClient client, ServeOptions options) throws IOException {
    return CookieKeys.of(
        switch (options.certificates()) {
          case CertificateOptions.Made made ->
              new ClusterCookieSecret(client, options.namespace(), made.secret()).read();
          case CertificateOptions.Files files -> FileCookieSecret.ofPrivateKey(files.key());
        });
  }
}
