package io.scaledapp.balancer.upstream;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Connections of one event loop to one endpoint that wait for a request. For that loop only. */
public final class IdleConnections {
  /** Enough for the busiest loop; more would only hold the replica's memory. */
  private static final int MAX_IDLE = 512;

  private final ArrayDeque<ReplicaConnection> idle = new ArrayDeque<>();

  /** The one that was used last, since the replica is least likely to be closing it. */
  public @Nullable ReplicaConnection take() {
    return idle.pollLast();
  }

  /** Whether the connection is kept; if not, the caller closes it. */
  boolean keep(ReplicaConnection connection) {
    if (idle.size() >= MAX_IDLE) {
      return false;
    }
    idle.addLast(connection);
    return true;
  }

  void remove(ReplicaConnection connection) {
    idle.remove(connection);
  }

  /** Closes what is idle. */
  void closeAll() {
    for (var connection : List.copyOf(idle)) {
      connection.close();
    }
    idle.clear();
  }
}
