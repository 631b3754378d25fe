package io.scaledapp.operator.app.plan;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One step of a plan. */
public sealed interface Action {

  /** Make the revision startable; its replicas may be started when that is done. */
  record Prepare(int revision) implements Action {}

  /** Start one more replica. */
  record Start(int revision) implements Action {}

  /**
   * Give the replica no new request, and stop it when nothing is in flight on it any more.
   *
   * @param deadline when it is stopped all the same; of one that keeps its sessions, when it drains
   *     as others do
   * @param untilIdle null, or for how long nothing must have been in flight on it, for a replica
   *     that keeps its sessions and the requests that belong to them
   */
  record Drain(String replica, Instant deadline, @Nullable Duration untilIdle) implements Action {}

  /** Give a draining replica requests again: no cold start. */
  record Revive(String replica) implements Action {}

  /** Stop the replica for good. */
  record Stop(String replica) implements Action {}
}
