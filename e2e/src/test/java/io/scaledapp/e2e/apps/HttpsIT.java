package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.scaledapp.balancer.pem.Pem;
import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import io.scaledapp.operator.control.certificate.CertificateMaker;
import io.scaledapp.operator.control.certificate.Issued;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** https from outside, with the certificate of a Secret that is replaced. */
@OnCluster
class HttpsIT {
  private static final Duration LIFE = Duration.ofDays(1);

  /** The kubelet looks at Secrets once in a minute or two. */
  private static final Duration MOUNTED = Duration.ofMinutes(3);

  private final CertificateMaker maker = new CertificateMaker();
  private final Issued authority = maker.authority(Instant.now(), LIFE);

  @Test
  void secretIsReplacedWithoutAFailedRequest(Installation installation, TestNamespace namespace)
      throws Exception {
    var app = ClusterApp.hello(installation, namespace, "").awaitReady(1);
    var name = "shop-" + namespace;
    var secrets = installation.cluster().client().secrets().inNamespace(Installation.NAMESPACE);
    var first = maker.serving(authority, List.of(app.host()), Instant.now(), LIFE);
    secrets.resource(secret(name, first)).create();
    try {
      installation.upgrade("balancer.tls.secrets={" + name + "}");
      try (var clients =
          HttpsClients.start(installation.address("https"), app.host(), authority.certificate())) {
        assertThat(clients.servedSerial()).isEqualTo(serial(first));

        var second = maker.serving(authority, List.of(app.host()), Instant.now(), LIFE);
        secrets.resource(secret(name, second)).update();
        Await.until(
            "the certificate is replaced",
            MOUNTED,
            clients::servedSerial,
            served -> served.equals(serial(second)));

        assertThat(clients.stop()).isEmpty();
        assertThat(clients.answered()).isPositive();
      }
    } finally {
      installation.upgrade();
      secrets.withName(name).delete();
    }
  }

  private static BigInteger serial(Issued issued) {
    return issued.certificate().getSerialNumber();
  }

  private static Secret secret(String name, Issued issued) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withType("kubernetes.io/tls")
        .withStringData(
            Map.of("tls.crt", Pem.of(issued.certificate()), "tls.key", Pem.of(issued.key())))
        .build();
  }
}
