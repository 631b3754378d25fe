package io.scaledapp.operator.control.certificate;

import io.scaledapp.operator.control.ServingCertificate;
import java.io.IOException;

/** Where the control server's certificate comes from. Not for several threads. */
@FunctionalInterface
public interface CertificateSource {

  /**
   * The certificate that is to be shown at this moment; blocks.
   *
   * @throws IOException if it cannot be had, with the place and what to do
   */
  ServingCertificate read() throws IOException;
}
