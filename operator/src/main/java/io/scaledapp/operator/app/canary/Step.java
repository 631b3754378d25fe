package io.scaledapp.operator.app.canary;

import java.time.Duration;

/**
 * A stage of a trial.
 *
 * @param weight the share of requests that the revision on trial gets, 1 to 100 percent
 * @param pause how long at least
 */
public record Step(int weight, Duration pause) {

  /** Whether the revision before gets no request any more. */
  boolean isWhole() {
    return weight == 100;
  }
}
