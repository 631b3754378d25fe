package io.scaledapp.operator.control.certificate;

import io.scaledapp.operator.control.certificate.CertificateSet.Previous;
import io.scaledapp.operator.control.certificate.RotationPlan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes what {@link RotationPlan} asks for. Any thread. */
final class Rotation {
  private final CertificateMaker maker = new CertificateMaker();
  private final List<String> names;

  /**
   * @param names DNS names of the operators
   */
  Rotation(List<String> names) {
    this.names = List.copyOf(names);
  }

  /**
   * What there should be.
   *
   * @param steps that led there; empty if all was as it should be
   */
  record Turn(CertificateSet set, List<Step> steps) {}

  /**
   * Does all that is due.
   *
   * @param before what there is
   * @param published what balancers are told
   */
  Turn turn(@Nullable CertificateSet before, @Nullable TrustBundle published, Instant now) {
    var set = before;
    var steps = new ArrayList<Step>();
    while (true) {
      var step = RotationPlan.next(set, published, Set.copyOf(names), now);
      if (set != null && step == Step.KEEP) {
        return new Turn(set, List.copyOf(steps));
      }
      steps.add(step);
      set = set == null ? first(now) : apply(step, set, now);
    }
  }

  private CertificateSet apply(Step step, CertificateSet set, Instant now) {
    return switch (step) {
      case KEEP -> set;
      case START_OVER -> first(now);
      case START_NEXT_AUTHORITY ->
          new CertificateSet(set.authority(), authority(now), set.previous(), set.serving());
      case USE_NEXT_AUTHORITY -> use(set.next() == null ? authority(now) : set.next(), set, now);
      case DROP_PREVIOUS_AUTHORITY ->
          new CertificateSet(set.authority(), set.next(), null, set.serving());
      case RENEW_SERVING ->
          new CertificateSet(
              set.authority(), set.next(), set.previous(), serving(set.authority(), now));
    };
  }

  private CertificateSet first(Instant now) {
    return new CertificateSet(authority(now), null, null, null);
  }

  private static CertificateSet use(Issued next, CertificateSet set, Instant now) {
    var old = set.authority();
    var previous =
        new Previous(old.certificate(), earlier(old.end(), now.plus(RotationPlan.SERVING_LIFE)));
    return new CertificateSet(next, null, previous, set.serving());
  }

  private Issued authority(Instant now) {
    return maker.authority(now, RotationPlan.AUTHORITY_LIFE);
  }

  private Issued serving(Issued authority, Instant now) {
    var end = earlier(authority.end(), now.plus(RotationPlan.SERVING_LIFE));
    return maker.serving(authority, names, now, Duration.between(now, end));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
