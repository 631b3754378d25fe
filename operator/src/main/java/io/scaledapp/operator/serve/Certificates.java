package io.scaledapp.operator.serve;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.scaledapp.operator.control.certificate.CertificateSource;
import io.scaledapp.operator.control.certificate.ClusterCertificates;
import io.scaledapp.operator.control.certificate.FileCertificates;
import io.scaledapp.operator.serve.ServeOptions.CertificateOptions;
import java.time.InstantSource;

/** Where the control port's certificate comes from. */
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
}
