package io.scaledapp.operator.control.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.control.certificate.CertificateSet.Previous;
import io.scaledapp.operator.control.certificate.RotationPlan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RotationTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<String> NAMES = List.of("operators", "operators.scaledapp.svc");

  private final Rotation rotation = new Rotation(NAMES);
  private final CertificateSet first = rotation.turn(null, null, START).set();

  @Test
  void withNothingThereAnAuthorityAndAServingCertificateAreMade() {
    var turn = rotation.turn(null, null, START);

    assertThat(turn.steps()).containsExactly(Step.START_OVER, Step.RENEW_SERVING);
    var set = turn.set();
    assertThat(set.authority().end()).isEqualTo(START.plus(Duration.ofDays(365)));
    assertThat(serving(set).end()).isEqualTo(START.plus(Duration.ofDays(30)));
    assertThat(serving(set).isSignedBy(set.authority())).isTrue();
    assertThat(serving(set).names()).containsExactlyInAnyOrderElementsOf(NAMES);
    assertThat(set.trusted()).containsExactly(set.authority().certificate());
  }

  @Test
  void servingCertificateStaysForTwoThirdsOfItsLife() {
    assertThat(steps(first, null, days(19))).isEmpty();
    assertThat(rotation.turn(first, null, days(19)).set()).isSameAs(first);
    assertThat(steps(first, null, days(21))).containsExactly(Step.RENEW_SERVING);
  }

  @Test
  void servingCertificateIsRenewedByTheSameAuthority() {
    var renewed = rotation.turn(first, null, days(21)).set();

    assertThat(renewed.authority()).isEqualTo(first.authority());
    assertThat(serving(renewed).end()).isEqualTo(days(51));
  }

  @Test
  void servingCertificateForOtherNamesIsRenewed() {
    var turn = new Rotation(List.of("other.scaledapp.svc")).turn(first, null, days(1));

    assertThat(turn.steps()).containsExactly(Step.RENEW_SERVING);
    assertThat(serving(turn.set()).names()).containsExactly("other.scaledapp.svc");
  }

  @Test
  void servingCertificateThatWasLostIsMadeAgain() {
    var lost = new CertificateSet(first.authority(), null, null, null);

    assertThat(steps(lost, null, days(1))).containsExactly(Step.RENEW_SERVING);
  }

  @Test
  void nextAuthorityIsTrustedBesideTheOneThatSigns() {
    var both = withNext();

    assertThat(both.next()).isNotNull();
    assertThat(both.authority()).isEqualTo(first.authority());
    assertThat(serving(both).isSignedBy(first.authority())).isTrue();
    assertThat(both.trusted()).hasSize(2).contains(first.authority().certificate());
  }

  @Test
  void nextAuthoritySignsAfterItWasPublishedForAnHour() {
    var both = withNext();
    var published = new TrustBundle(both.trusted(), days(244));

    assertThat(steps(both, published, days(244).plus(Duration.ofMinutes(59)))).isEmpty();
    assertThat(steps(both, published, days(244).plus(Duration.ofMinutes(60))))
        .containsExactly(Step.USE_NEXT_AUTHORITY, Step.RENEW_SERVING);
  }

  @Test
  void authorityThatIsNotPublishedDoesNotSign() {
    var both = withNext();

    assertThat(steps(both, null, days(245))).isEmpty();
    assertThat(steps(both, new TrustBundle(first.trusted(), START), days(245))).isEmpty();
  }

  @Test
  void previousAuthorityIsTrustedUntilAllThatItSignedHasEnded() {
    var both = withNext();
    var changed = rotation.turn(both, new TrustBundle(both.trusted(), days(244)), days(245)).set();

    assertThat(changed.authority()).isEqualTo(both.next());
    assertThat(changed.next()).isNull();
    assertThat(changed.previous())
        .isEqualTo(new Previous(first.authority().certificate(), days(275)));
    assertThat(serving(changed).isSignedBy(changed.authority())).isTrue();
    assertThat(changed.trusted()).hasSize(2).contains(first.authority().certificate());
    assertThat(steps(changed, null, days(264))).isEmpty();
    assertThat(steps(changed, null, days(275)))
        .containsExactly(Step.DROP_PREVIOUS_AUTHORITY, Step.RENEW_SERVING);
    assertThat(rotation.turn(changed, null, days(275)).set().trusted())
        .containsExactly(changed.authority().certificate());
  }

  @Test
  void authorityThatHasEndedIsReplacedAtOnce() {
    assertThat(steps(first, null, days(365))).containsExactly(Step.START_OVER, Step.RENEW_SERVING);
    assertThat(steps(withNext(), null, days(365)))
        .containsExactly(Step.USE_NEXT_AUTHORITY, Step.DROP_PREVIOUS_AUTHORITY, Step.RENEW_SERVING);
  }

  @Test
  void noCertificateOutlivesItsAuthority() {
    var late = days(365).minus(Duration.ofMinutes(61));
    var turn = rotation.turn(first, null, late);

    assertThat(turn.steps()).containsExactly(Step.START_NEXT_AUTHORITY, Step.RENEW_SERVING);
    assertThat(serving(turn.set()).end()).isEqualTo(first.authority().end());
  }

  private CertificateSet withNext() {
    var turn = rotation.turn(first, null, days(244));
    assertThat(turn.steps()).containsExactly(Step.START_NEXT_AUTHORITY, Step.RENEW_SERVING);
    return turn.set();
  }

  private List<Step> steps(CertificateSet set, @Nullable TrustBundle published, Instant now) {
    return rotation.turn(set, published, now).steps();
  }

  private static Instant days(int days) {
    return START.plus(Duration.ofDays(days));
  }

  private static Issued serving(CertificateSet set) {
    assertThat(set.serving()).isNotNull();
    return Objects.requireNonNull(set.serving());
  }
}
