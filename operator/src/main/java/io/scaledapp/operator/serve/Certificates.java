package io.scaledapp.operator.serve;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.scaledapp.operator.control.ServingCertificate;
import io.scaledapp.operator.control.certificate.CertificateMaker;
import io.scaledapp.operator.control.certificate.Pem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

final class Certificates {
  private Certificates() {}

  static ServingCertificate of(KubernetesClient client, ServeOptions options, InstantSource clock) {
    var maker = new CertificateMaker();
    var authority = maker.authority(clock.instant(), Duration.ofDays(365));
    var serving =
        maker.serving(
            authority,
            List.of(options.certificates().host()),
            clock.instant(),
            Duration.ofDays(30));
    return new ServingCertificate(Pem.of(serving.certificate()), Pem.of(serving.key()));
  }
}
