package io.scaledapp.operator.autoscaler;

import io.scaledapp.operator.autoscaler.Decision.Limit;
import java.time.Instant;

/** The step between zero and one, which needs more than an average. */
final class ToZero {

  private ToZero() {}

  /**
   * One replica as long as there is or recently was load; none after {@code scaleToZeroAfter} of
   * quiet that every balancer reported; from none to one at once when there is load again.
   */
  static Proposal apply(Proposal proposal, Situation situation, Instant activeAt, boolean inPanic) {
    var quiet = activeAt.isBefore(situation.now());
    if (situation.present() == 0) {
      return quiet ? new Proposal(0, "no load", Limit.NONE) : activation(proposal, situation);
    }
    var after = situation.policy().scaleToZeroAfter();
    var idle = !activeAt.plus(after).isAfter(situation.now()) && situation.isLoadKnownOver(after);
    if (quiet && idle && !inPanic) {
      return new Proposal(0, "no load for " + after.toSeconds() + " s", Limit.NONE);
    }
    return proposal.count() >= 1 ? proposal : new Proposal(1, proposal.reason(), proposal.limit());
  }

  private static Proposal activation(Proposal proposal, Situation situation) {
    var held = situation.observed().held();
    var reason = held + (held == 1 ? " request held" : " requests held");
    return new Proposal(
        Math.max(1, proposal.count()), held > 0 ? reason : proposal.reason(), Limit.NONE);
  }
}
