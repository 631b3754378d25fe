package io.scaledapp.operator.control.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Years of checks at odd times, as a balancer with an old mount and a slow operator see them. */
class RotationPropertyTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration THREE_YEARS = Duration.ofDays(3 * 365);
  private static final long NINE_DAYS = Duration.ofDays(9).toSeconds();

  private final Rotation rotation = new Rotation(List.of("operators.scaledapp.svc"));

  @Property(tries = 5)
  void whatIsShownIsTrustedAtEveryMoment(@ForAll Random random) throws GeneralSecurityException {
    var now = START;
    var set = rotation.turn(null, null, now).set();
    var published = new TrustBundle(set.trusted(), now);
    while (now.isBefore(START.plus(THREE_YEARS))) {
      var shownBefore = shown(set);
      now = now.plus(pause(random));

      // Until this check, operators showed the one before to balancers.
      assertTrusted(shownBefore, published, now.minusSeconds(1));
      set = rotation.turn(set, published, now).set();

      // A balancer's mount is as it was some minutes ago, and already gets what the check wrote.
      assertTrusted(shown(set), published, now);
      published = publish(published, set, now);
      assertTrusted(shown(set), published, now);
      // Another operator has not looked yet, and shows the one before.
      assertTrusted(shownBefore, published, now);
      assertThat(published.authorities()).hasSizeLessThanOrEqualTo(2);
      assertThat(shown(set).getNotAfter().toInstant()).isAfter(now.plus(Duration.ofDays(9)));
    }
  }

  /** Minutes, days without an API server, or anything between. */
  private static Duration pause(Random random) {
    return Duration.ofSeconds(random.nextLong(1, random.nextBoolean() ? 7_200 : NINE_DAYS));
  }

  private static TrustBundle publish(TrustBundle before, CertificateSet set, Instant now) {
    return before.holdsJust(set.trusted()) ? before : new TrustBundle(set.trusted(), now);
  }

  private static X509Certificate shown(CertificateSet set) {
    return Objects.requireNonNull(set.serving()).certificate();
  }

  /** As a TLS client checks it (RFC 5280 section 6). */
  private static void assertTrusted(X509Certificate shown, TrustBundle bundle, Instant at)
      throws GeneralSecurityException {
    var anchors =
        bundle.authorities().stream()
            .map(authority -> new TrustAnchor(authority, null))
            .collect(Collectors.toSet());
    var parameters = new PKIXParameters(anchors);
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(at));
    var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(shown));
    assertThatCode(() -> CertPathValidator.getInstance("PKIX").validate(path, parameters))
        .doesNotThrowAnyException();
  }
}
