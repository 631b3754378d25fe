package io.scaledapp.operator.serve;

import io.scaledapp.operator.leader.LeaseName;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one operator of a cluster runs.
 *
 * @param namespace of the operator and its balancers
 * @param pod its own pod, by which other operators know it
 * @param lease that operators contend for
 * @param watched namespaces whose apps are run; empty for all
 * @param admin where probes and metrics answer
 * @param controlPort where balancers connect
 * @param certificates how balancers know this operator
 * @param balancerServiceAccount whose tokens are a balancer's
 * @param balancerSelector labels of the balancers' pods
 * @param url where apps are reached from outside; null when only their names in the cluster are
 *     known
 */
public record ServeOptions(
    String namespace,
    String pod,
    LeaseName lease,
    Set<String> watched,
    InetSocketAddress admin,
    int controlPort,
    CertificateOptions certificates,
    String balancerServiceAccount,
    Map<String, String> balancerSelector,
    @Nullable URI url) {

  /** How balancers know this operator. */
  public sealed interface CertificateOptions {

    /**
     * Operators make certificates for themselves.
     *
     * @param secret that keeps the certificate and its key
     * @param authority ConfigMap that balancers trust
     * @param host name that the certificate is for
     */
    record Made(String secret, String authority, String host) implements CertificateOptions {}

    /**
     * Somebody else makes them, and balancers know whom to trust.
     *
     * @param certificate PEM, its own first
     * @param key PEM
     */
    record Files(Path certificate, Path key) implements CertificateOptions {}
  }

  /** Nodes belong to no namespace, so that an operator of a few has no right to see them. */
  boolean watchesNodes() {
    return watched.isEmpty();
  }
}
