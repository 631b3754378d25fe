package io.scaledapp.operator.control;

import io.scaledapp.balancer.pem.Pem;
import io.scaledapp.operator.control.certificate.CertificateMaker;
import io.scaledapp.operator.control.certificate.Issued;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A certificate authority of a test. */
final class Authority {
  static final String NAME = "operators.test";

  private final CertificateMaker maker = new CertificateMaker();
  private final Issued issued = maker.authority(Instant.now(), Duration.ofDays(1));

  String pem() {
    return Pem.of(issued.certificate());
  }

  ServingCertificate serving() {
    return serving(NAME);
  }

  ServingCertificate serving(String name) {
    var serving = maker.serving(issued, List.of(name), Instant.now(), Duration.ofDays(1));
    return new ServingCertificate(Pem.of(serving.certificate()), Pem.of(serving.key()));
  }
}
