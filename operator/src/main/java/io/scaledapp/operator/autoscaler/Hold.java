package io.scaledapp.operator.autoscaler;

import java.time.Duration;

/**
 * How long what was needed is kept, since bursts come back.
 *
 * @param window looked back over, 0 (nothing is held) to 1 h
 * @param share of the window's time for which the held count was enough, above 0, at most 1
 */
public record Hold(Duration window, double share) {

  /** Nothing is held. */
  public static final Hold NONE = new Hold(Duration.ZERO, 1);

  public Hold {
    if (window.isNegative()
        || window.compareTo(ScalingPolicy.LONGEST_WINDOW) > 0
        || !(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("impossible hold: " + share + " of " + window);
    }
  }

  /** No decrease below what was enough for the share of the window. */
  Proposal apply(Proposal proposal, RecentNeed need, Situation situation) {
    if (window.isZero() || proposal.count() >= situation.present()) {
      return proposal;
    }
    var enough = need.enoughFor(share, window, situation.now());
    return proposal.atLeast(Math.min(situation.present(), enough), Decision.Limit.RECENT_NEED);
  }
}
