package io.scaledapp.operator.app.plan;

import java.time.Instant;

/** One step of a plan. */
public sealed interface Action {

  /** Make the revision startable; its replicas may be started when that is done. */
  record Prepare(int revision) implements Action {}

  /** Start one more replica. */
  record Start(int revision) implements Action {}

  /**
   * Give the replica no new request, and stop it when nothing is in flight on it any more.
   *
   * @param deadline when it is stopped all the same
   */
  record Drain(String replica, Instant deadline) implements Action {}

  /** Give a draining replica requests again: no cold start. */
  record Revive(String replica) implements Action {}

  /** Stop the replica for good. */
  record Stop(String replica) implements Action {}
}
