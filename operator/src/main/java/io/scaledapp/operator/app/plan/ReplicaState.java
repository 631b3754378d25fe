package io.scaledapp.operator.app.plan;

import io.scaledapp.operator.app.Replica;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A replica as the plan sees it.
 *
 * @param inFlight requests in flight on it, by the latest report of each balancer
 * @param drain set while it is draining
 */
public record ReplicaState(Replica replica, int inFlight, @Nullable Drain drain) {

  /**
   * A drain in progress.
   *
   * @param since when it began
   * @param deadline when the replica is stopped even with requests in flight
   * @param confirmed whether {@code inFlight} comes from reports that were all made after the
   *     balancers stopped routing to it; of one that keeps its sessions, after nothing was in
   *     flight on it for as long as it waits
   * @param keepsSessions whether it does
   */
  public record Drain(Instant since, Instant deadline, boolean confirmed, boolean keepsSessions) {}

  String id() {
    return replica.id();
  }

  /** Its place in a row of which only the last can go; null where any can go. */
  @Nullable Integer ordinal() {
    return replica.ordinal();
  }

  boolean isDraining() {
    return drain != null;
  }

  boolean keepsSessions() {
    return drain != null && drain.keepsSessions();
  }

  boolean isReady() {
    return replica.isReady();
  }

  /** Whether requests may be in flight on it: its process was ready once and runs still. */
  boolean mayServe() {
    return switch (replica.phase()) {
      case READY, NOT_READY -> true;
      case PENDING, STARTING, CRASH_LOOP_BACK_OFF, TERMINATING -> false;
    };
  }
}
