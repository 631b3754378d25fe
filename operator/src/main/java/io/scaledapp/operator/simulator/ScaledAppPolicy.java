package io.scaledapp.operator.simulator;

import io.scaledapp.operator.autoscaler.Autoscaler;
import io.scaledapp.operator.autoscaler.AutoscalerState;
import io.scaledapp.operator.autoscaler.LoadHistory;
import io.scaledapp.operator.autoscaler.LoadSample;
import io.scaledapp.operator.autoscaler.Observed;
import io.scaledapp.operator.autoscaler.ScalingPolicy;
import java.time.Duration;
import java.time.Instant;

/** This project's own decisions, by the code that runs in production. */
final class ScaledAppPolicy implements Policy {

  private final ScalingPolicy policy;
  private final Removal removal;
  private final LoadHistory history = new LoadHistory();
  private AutoscalerState state;

  /** Begins with a count. */
  ScaledAppPolicy(ScalingPolicy policy, Duration drainTimeout, int first) {
    this.policy = policy;
    this.removal = new Removal((int) drainTimeout.toSeconds(), true, true);
    this.state = AutoscalerState.initial(first, Instant.EPOCH);
  }

  @Override
  public int decide(Moment moment) {
    var now = Instant.ofEpochSecond(moment.second());
    history.add(
        new LoadSample(
            now,
            moment.meanConcurrency(),
            moment.concurrency(),
            moment.requests(),
            moment.queued(),
            true,
            moment.refused(),
            0,
            0,
            moment.meanConcurrency()),
        policy.stableWindow());
    var held = moment.ready() == 0 ? moment.queued() : 0;
    var decision =
        Autoscaler.decide(policy, new Observed(moment.ready(), held), history, state, now);
    state = decision.next();
    return decision.desired();
  }

  @Override
  public Removal removal() {
    return removal;
  }
}
