package io.scaledapp.balancer.upstream;

import io.scaledapp.balancer.control.HealthCheck;

/**
 * What the checks of one endpoint say so far.
 *
 * @param healthy whether it works
 * @param contrary checks in a row that say otherwise
 * @param isKnown whether there was a check at all
 */
record HealthState(boolean healthy, int contrary, boolean isKnown) {
  static final HealthState UNKNOWN = new HealthState(true, 0, false);

  /** The state after a further check. */
  HealthState next(boolean passed, HealthCheck policy) {
    if (passed == healthy) {
      return new HealthState(healthy, 0, true);
    }
    int needed = passed ? policy.rise() : policy.fall();
    return !isKnown || contrary + 1 >= needed
        ? new HealthState(passed, 0, true)
        : new HealthState(healthy, contrary + 1, true);
  }
}
