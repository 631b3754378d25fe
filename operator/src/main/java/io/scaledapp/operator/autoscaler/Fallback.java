package io.scaledapp.operator.autoscaler;

import io.scaledapp.operator.autoscaler.Decision.Limit;
import java.time.Duration;

/**
 * The count while load has been unknown for long, as KEDA's fallback.
 *
 * @param after how long no sample knew every balancer's load
 * @param count of replicas
 * @see <a href="https://keda.sh/docs/latest/reference/scaledobject-spec/#fallback">KEDA</a>
 */
public record Fallback(Duration after, int count) {

  public Fallback {
    if (!after.isPositive() || count < 1) {
      throw new IllegalArgumentException("impossible fallback: " + count + " after " + after);
    }
  }

  boolean isDue(Situation situation) {
    return situation.history().isIncompleteSince(situation.now().minus(after));
  }

  /** What is known of the load may ask for more. */
  Proposal proposal(Demand demand) {
    return demand.stable() > count
        ? new Proposal(demand.stable(), demand.stableMeasure().words(), Limit.NONE)
        : new Proposal(
            count, "fallback: load has been unknown for " + after.toSeconds() + " s", Limit.NONE);
  }
}
