package io.scaledapp.e2e.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.scaledapp.balancer.pem.Pem;
import io.scaledapp.e2e.cluster.Artifacts;
import io.scaledapp.e2e.cluster.Cluster;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import io.scaledapp.operator.control.ServingCertificate;
import io.scaledapp.operator.control.certificate.CertificateSource;
import io.scaledapp.operator.control.certificate.ClusterCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Operators with the objects, the names and the rights that the chart gives them. */
@OnCluster
class ControlCertificatesIT {

  private static final int OPERATORS = 4;

  @Test
  void operatorsThatBeginAtOnceShareOneCertificate(Cluster cluster, TestNamespace namespace)
      throws Exception {
    install(cluster, namespace);
    try (var client = operator(cluster, namespace)) {
      var shown = readAtOnce(() -> certificates(client, namespace, InstantSource.system()));

      assertThat(shown).hasSize(OPERATORS).containsOnly(shown.getFirst());
      assertTrusted(client, namespace, shown.getFirst());
    }
  }

  @Test
  void renewalByOneIsRenewalForAll(Cluster cluster, TestNamespace namespace) throws Exception {
    install(cluster, namespace);
    try (var client = operator(cluster, namespace)) {
      var before = certificates(client, namespace, InstantSource.system()).read();
      var later = InstantSource.offset(InstantSource.system(), Duration.ofDays(21));

      var renewed = readAtOnce(() -> certificates(client, namespace, later));

      assertThat(renewed).containsOnly(renewed.getFirst()).doesNotContain(before);
      assertTrusted(client, namespace, renewed.getFirst());
      assertThat(certificates(client, namespace, InstantSource.system()).read())
          .isEqualTo(renewed.getFirst());
    }
  }

  private static void install(Cluster cluster, TestNamespace namespace) throws IOException {
    var objects =
        cluster.helm(
            "template",
            "apps",
            Artifacts.project().resolve("helm/scaledapp").toString(),
            "--namespace=" + namespace,
            "--kube-version=" + cluster.client().getKubernetesVersion().getGitVersion(),
            "--show-only=templates/operator/control-certificates.yaml",
            "--show-only=templates/operator/rbac-release.yaml");
    var file = Files.createTempFile("control-", ".yaml");
    try {
      Files.writeString(file, objects);
      cluster.kubectl("apply", "--namespace=" + namespace, "--filename=" + file);
    } finally {
      Files.delete(file);
    }
  }

  private static KubernetesClient operator(Cluster cluster, TestNamespace namespace) {
    var config =
        new ConfigBuilder(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
            .withImpersonateUsername("system:serviceaccount:%s:apps-operator".formatted(namespace))
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static CertificateSource certificates(
      KubernetesClient client, TestNamespace namespace, InstantSource clock) {
    var place =
        new ClusterCertificates.Place(namespace.name(), "apps-control-tls", "apps-control-ca");
    var host = "apps-operator-control.%s.svc".formatted(namespace);
    return new ClusterCertificates(client, place, host, clock);
  }

  private static List<ServingCertificate> readAtOnce(Supplier<CertificateSource> operator)
      throws Exception {
    Callable<ServingCertificate> read = () -> operator.get().read();
    try (var operators = Executors.newFixedThreadPool(OPERATORS)) {
      return operators.invokeAll(Collections.nCopies(OPERATORS, read)).stream()
          .map(Future::resultNow)
          .toList();
    }
  }

  private static void assertTrusted(
      KubernetesClient client, TestNamespace namespace, ServingCertificate shown)
      throws GeneralSecurityException {
    var bundle =
        client.configMaps().inNamespace(namespace.name()).withName("apps-control-ca").get();
    var authority = Pem.certificates(bundle.getData().getOrDefault("ca.crt", ""));
    assertThat(authority).hasSize(1);
    var certificate = Pem.certificates(shown.chain()).getFirst();
    assertThatCode(() -> certificate.verify(authority.getFirst().getPublicKey()))
        .doesNotThrowAnyException();
  }
}
