package io.scaledapp.operator.control.certificate;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which certificate is made or goes at which time; pure. Each is followed by another when two
 * thirds of its life are over, which leaves ten days to a serving certificate and four months to an
 * authority.
 */
final class RotationPlan {
  static final Duration AUTHORITY_LIFE = Duration.ofDays(365);
  static final Duration SERVING_LIFE = Duration.ofDays(30);

  /**
   * How long an authority is published before it signs. Kubelets bring a changed ConfigMap into
   * pods within about two minutes, those that are overloaded later.
   */
  static final Duration TRUST_DELAY = Duration.ofHours(1);

  /** An authority that has less than this left signs nothing: it would have to again at once. */
  private static final Duration LAST_HOUR = Duration.ofHours(1);

  /** What is to be done next. */
  enum Step {
    /** Nothing for now. */
    KEEP,
    /** No authority is of use: a first one, or one after all others have ended. */
    START_OVER,
    /** The next authority is made, and signs nothing yet. */
    START_NEXT_AUTHORITY,
    /** The next authority becomes the one that signs. */
    USE_NEXT_AUTHORITY,
    /** Nothing that the previous authority signed is in use any more. */
    DROP_PREVIOUS_AUTHORITY,
    RENEW_SERVING
  }

  private RotationPlan() {}

  /**
   * The next step; after it, asked again, the one after that, until there is nothing to do.
   *
   * @param set what there is
   * @param published what balancers are told
   * @param names that the serving certificate has to be for
   */
  static Step next(
      @Nullable CertificateSet set,
      @Nullable TrustBundle published,
      Set<String> names,
      Instant now) {
    if (set == null || (isEnding(set.authority(), now) && set.next() == null)) {
      return Step.START_OVER;
    }
    if (set.previous() != null && !now.isBefore(set.previous().until())) {
      return Step.DROP_PREVIOUS_AUTHORITY;
    }
    if (set.next() != null) {
      if (isEnding(set.authority(), now) || isTrusted(set.next(), published, now)) {
        return Step.USE_NEXT_AUTHORITY;
      }
    } else if (set.previous() == null && isDue(set.authority(), now)) {
      return Step.START_NEXT_AUTHORITY;
    }
    return isGood(set.serving(), set.authority(), names, now) ? Step.KEEP : Step.RENEW_SERVING;
  }

  private static boolean isGood(
      @Nullable Issued serving, Issued authority, Set<String> names, Instant now) {
    return serving != null
        && !isDue(serving, now)
        && serving.isSignedBy(authority)
        && serving.names().equals(names);
  }

  private static boolean isTrusted(Issued next, @Nullable TrustBundle published, Instant now) {
    return published != null
        && published.authorities().contains(next.certificate())
        && !now.isBefore(published.since().plus(TRUST_DELAY));
  }

  private static boolean isDue(Issued issued, Instant now) {
    var life = Duration.between(issued.begin(), issued.end());
    return !now.isBefore(issued.begin().plus(life.multipliedBy(2).dividedBy(3)));
  }

  private static boolean isEnding(Issued authority, Instant now) {
    return !now.isBefore(authority.end().minus(LAST_HOUR));
  }
}
