package io.scaledapp.balancer.metrics;

/**
 * How it stands with the circuit breaker of an app on this balancer.
 *
 * @param app {@code namespace/name}
 * @param state whether requests are let through
 * @param openings how often it opened since its policy is in force
 */
public record CircuitStatus(String app, State state, long openings) {

  /** Whether requests are let through; as a number in metrics, in this order from 0. */
  public enum State {
    /** All are. */
    CLOSED,
    /** A few are, to see whether they succeed. */
    HALF_OPEN,
    /** None is. */
    OPEN
  }
}
