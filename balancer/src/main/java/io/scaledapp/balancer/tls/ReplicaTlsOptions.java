package io.scaledapp.balancer.tls;

import io.scaledapp.balancer.control.EndpointTls;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How connections to replicas are secured that a ScaledApp has secured in this way. Keys stay where
 * the balancer runs: an app names the profile only.
 *
 * @param name by which apps refer to it
 * @param authorities PEM file of those who may have signed replicas' certificates; empty: the
 *     authorities that the Java runtime trusts
 * @param certificate folder with {@code tls.crt} and {@code tls.key} of the certificate that
 *     replicas are shown; empty: none
 */
public record ReplicaTlsOptions(
    String name, Optional<Path> authorities, Optional<Path> certificate) {

  /** The profile that is there without being named: public authorities, and no certificate. */
  public static final ReplicaTlsOptions SYSTEM =
      new ReplicaTlsOptions(EndpointTls.SYSTEM, Optional.empty(), Optional.empty());
}
