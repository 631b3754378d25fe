package io.scaledapp.operator.control.certificate;

import static io.scaledapp.operator.control.certificate.FakeApiServer.CONFIG_MAP;
import static io.scaledapp.operator.control.certificate.FakeApiServer.NAMESPACE;
import static io.scaledapp.operator.control.certificate.FakeApiServer.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.scaledapp.operator.cookie.CookieKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterCookieSecretTest {
  private FakeApiServer api;
  private KubernetesClient client;
  private ClusterCookieSecret secret;

  @BeforeEach
  void start() throws IOException {
    api = new FakeApiServer();
    client = api.client();
    secret = secret();
  }

  @AfterEach
  void stop() {
    client.close();
    api.close();
  }

  private ClusterCookieSecret secret() {
    return new ClusterCookieSecret(client, NAMESPACE, SECRET);
  }

  private ClusterCertificates certificates(Instant now) {
    return new ClusterCertificates(
        client,
        new ClusterCertificates.Place(NAMESPACE, SECRET, CONFIG_MAP),
        "control.scaledapp.svc",
        () -> now);
  }

  @Test
  void isMadeOnceAndTheSameForAllOperators() throws IOException {
    byte[] made = secret.read();

    assertThat(made).hasSize(CookieKeys.SECRET_BYTES);
    assertThat(secret().read()).isEqualTo(made);
    assertThat(api.writes).containsExactly(SECRET);
  }

  @Test
  void ofTwoThatBeginAtOnceOneTakesWhatTheOtherMade() throws IOException {
    var made = new byte[1][];
    api.beforeNextWrite(() -> made[0] = readUnchecked());

    assertThat(secret.read()).isEqualTo(made[0]);
    assertThat(api.writes).containsExactly(SECRET);
  }

  private byte[] readUnchecked() {
    try {
      return secret().read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void outlivesEveryRenewalOfCertificates() throws IOException {
    var now = Instant.parse("2026-01-01T00:00:00Z");
    var shown = certificates(now).read();
    byte[] made = secret.read();
    assertThat(certificates(now).read()).isEqualTo(shown);

    for (int day = 10; day <= 500; day += 10) {
      assertThat(certificates(now.plus(Duration.ofDays(day))).read()).isNotNull();
    }

    assertThat(certificates(now.plus(Duration.ofDays(500))).read()).isNotEqualTo(shown);
    assertThat(secret.read()).isEqualTo(made);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "c2hvcnQ=", "no base64!"})
  void oneOfNoUseIsMadeAnewAndTheRestStays(String value) throws IOException {
    var before = client.secrets().inNamespace(NAMESPACE).withName(SECRET).get();
    before.setData(Map.of(ClusterCookieSecret.ENTRY, value, "other", "bm8="));
    client.resource(before).update();

    assertThat(secret.read()).hasSize(CookieKeys.SECRET_BYTES);

    var after = client.secrets().inNamespace(NAMESPACE).withName(SECRET).get().getData();
    assertThat(after).containsEntry("other", "bm8=");
  }

  @Test
  void silentApiServerAndMissingSecretAreToldWithTheName() {
    api.setDown(true);
    assertThatThrownBy(secret::read)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(SECRET, NAMESPACE);
    api.setDown(false);
    api.remove(SECRET);
    assertThatThrownBy(secret::read)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("no Secret " + SECRET, "helm upgrade");
  }
}
