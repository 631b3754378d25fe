package io.scaledapp.operator.control.certificate;

import static io.scaledapp.operator.control.certificate.FakeApiServer.CONFIG_MAP;
import static io.scaledapp.operator.control.certificate.FakeApiServer.NAMESPACE;
import static io.scaledapp.operator.control.certificate.FakeApiServer.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.scaledapp.balancer.pem.Pem;
import io.scaledapp.operator.control.ServingCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterCertificatesTest {
  private static final ClusterCertificates.Place PLACE =
      new ClusterCertificates.Place(NAMESPACE, SECRET, CONFIG_MAP);

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private FakeApiServer api;
  private KubernetesClient client;
  private ClusterCertificates one;
  private ClusterCertificates two;

  @BeforeEach
  void start() throws IOException {
    api = new FakeApiServer();
    client = api.client();
    one = certificates();
    two = certificates();
  }

  @AfterEach
  void stop() {
    client.close();
    api.close();
  }

  @Test
  void emptyObjectsAreFilled() throws Exception {
    var shown = one.read();

    assertThat(api.writes).containsExactly(SECRET, CONFIG_MAP);
    assertThat(certificate(shown).getSubjectAlternativeNames())
        .contains(List.of(2, "control.scaledapp.svc"));
    certificate(shown).verify(trusted().getFirst().getPublicKey());
    assertThat(trusted()).hasSize(1);
    assertThat(configMap().getData().get("ca.crt")).doesNotContain("PRIVATE");
  }

  @Test
  void whatIsThereIsKeptWithoutAWrite() throws IOException {
    var shown = one.read();
    api.writes.clear();

    assertThat(one.read()).isEqualTo(shown);
    assertThat(two.read()).isEqualTo(shown);
    assertThat(api.writes).isEmpty();
  }

  @Test
  void ofTwoThatBeginAtOnceOneGoesOnWithWhatTheOtherMade() throws IOException {
    api.beforeNextWrite(() -> read(two));

    var shown = one.read();

    assertThat(shown).isEqualTo(two.read());
    assertThat(api.writes).containsExactly(SECRET, CONFIG_MAP);
  }

  @Test
  void oneThatStopsHalfwayLeavesTheRestToTheOther() throws Exception {
    api.afterNextWrite(() -> api.setDown(true));
    assertThatThrownBy(one::read).isInstanceOf(IOException.class);
    assertThat(api.writes).containsExactly(SECRET);
    api.setDown(false);

    var shown = two.read();

    assertThat(api.writes).containsExactly(SECRET, CONFIG_MAP);
    certificate(shown).verify(trusted().getFirst().getPublicKey());
  }

  @Test
  void renewedCertificateIsTakenByTheOther() throws IOException {
    var before = one.read();
    now = now.plus(Duration.ofDays(21));

    var renewed = one.read();

    assertThat(renewed).isNotEqualTo(before);
    assertThat(two.read()).isEqualTo(renewed);
    assertThat(api.writes).containsExactly(SECRET, CONFIG_MAP, SECRET);
  }

  @Test
  void newAuthorityIsPublishedAnHourBeforeItSigns() throws Exception {
    var unused = one.read();
    var old = trusted().getFirst();
    now = now.plus(Duration.ofDays(244));
    certificate(one.read()).verify(old.getPublicKey());
    assertThat(trusted()).hasSize(2).contains(old);

    now = now.plus(Duration.ofHours(1));
    var shown = certificate(two.read());

    var next = trusted().stream().filter(authority -> !authority.equals(old)).toList().getFirst();
    shown.verify(next.getPublicKey());
    assertThat(trusted()).hasSize(2).contains(old);
    now = now.plus(Duration.ofDays(30));
    var later = one.read();
    assertThat(trusted()).containsExactly(next);
    certificate(later).verify(next.getPublicKey());
  }

  @Test
  void contentOfNoUseIsMadeAnew() throws Exception {
    var before = one.read();
    var secret = client.secrets().inNamespace(NAMESPACE).withName(SECRET).get();
    secret.setData(Map.of("ca.crt", "bm8=", "ca.key", "bm8="));
    client.resource(secret).update();

    var shown = one.read();

    assertThat(shown).isNotEqualTo(before);
    certificate(shown).verify(trusted().getFirst().getPublicKey());
    assertThat(trusted()).hasSize(1);
  }

  @Test
  void silentApiServerIsToldWithTheNames() {
    api.setDown(true);

    assertThatThrownBy(one::read)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(SECRET, CONFIG_MAP, NAMESPACE);
  }

  @Test
  void missingSecretIsToldWithTheMend() {
    api.remove(SECRET);

    assertThatThrownBy(one::read)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("no Secret " + SECRET, "helm upgrade");
  }

  private ClusterCertificates certificates() {
    return new ClusterCertificates(client, PLACE, "control.scaledapp.svc", () -> now);
  }

  private ConfigMap configMap() {
    return client.configMaps().inNamespace(NAMESPACE).withName(CONFIG_MAP).get();
  }

  private List<X509Certificate> trusted() throws GeneralSecurityException {
    return Pem.certificates(configMap().getData().getOrDefault("ca.crt", ""));
  }

  private static X509Certificate certificate(ServingCertificate shown)
      throws GeneralSecurityException {
    return Pem.certificates(shown.chain()).getFirst();
  }

  private static void read(ClusterCertificates certificates) {
    try {
      var unused = certificates.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
