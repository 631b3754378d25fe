package io.scaledapp.operator.control.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scaledapp.balancer.pem.Pem;
import io.scaledapp.operator.control.certificate.CertificateSet.Previous;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretDataTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final CertificateMaker maker = new CertificateMaker();
  private final Issued authority = maker.authority(NOW, Duration.ofDays(365));
  private final Issued other = maker.authority(NOW, Duration.ofDays(365));
  private final Issued serving =
      maker.serving(authority, List.of("operators"), NOW, Duration.ofDays(30));
  private final CertificateSet whole =
      new CertificateSet(
          authority, other, new Previous(other.certificate(), NOW.plusSeconds(1)), serving);

  @Test
  void whatWasWrittenIsRead() throws GeneralSecurityException {
    assertThat(SecretData.read(SecretData.of(whole))).isEqualTo(whole);
    var least = new CertificateSet(authority, null, null, null);
    assertThat(SecretData.read(SecretData.of(least))).isEqualTo(least);
  }

  @Test
  void whatOthersKeepThereStays() {
    var before = new HashMap<>(SecretData.of(whole));
    before.put("sticky-cookie.key", "c2VjcmV0");
    var least = new CertificateSet(authority, null, null, null);

    var after = SecretData.replaced(before, least);

    var expected = new HashMap<>(SecretData.of(least));
    expected.put("sticky-cookie.key", "c2VjcmV0");
    assertThat(after).isEqualTo(expected);
  }

  @Test
  void keyOfThePreviousAuthorityIsNotKept() {
    assertThat(SecretData.of(whole))
        .containsKey("previous-ca.crt")
        .doesNotContainKey("previous-ca.key");
  }

  @Test
  void emptySecretHoldsNothing() throws GeneralSecurityException {
    assertThat(SecretData.read(Map.of())).isNull();
  }

  @Test
  void servingCertificateWithAnotherKeyIsAsNone() throws GeneralSecurityException {
    var data = new HashMap<>(SecretData.of(whole));
    data.put("tls.key", encoded(Pem.of(other.key())));

    assertThat(SecretData.read(data))
        .isEqualTo(new CertificateSet(authority, whole.next(), whole.previous(), null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca.crt", "ca.key", "next-ca.crt", "next-ca.key", "previous-ca.crt"})
  void authorityThatCannotBeReadIsToldByItsKey(String key) {
    var data = new HashMap<>(SecretData.of(whole));
    for (var broken : List.of("*", "", encoded(""), encoded("-----BEGIN NOTHING-----"))) {
      data.put(key, broken);
      assertThatThrownBy(() -> SecretData.read(data))
          .isInstanceOf(GeneralSecurityException.class)
          .hasMessageStartingWith(key);
    }
  }

  @Test
  void authorityWithAnotherKeyIsRefused() {
    var data = new HashMap<>(SecretData.of(whole));
    data.put("ca.key", encoded(Pem.of(other.key())));

    assertThatThrownBy(() -> SecretData.read(data))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining("that of another certificate");
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
