package io.scaledapp.balancer.upstream;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Connections of one event loop to one endpoint that wait for a request. For that loop only. */
public final class IdleConnections {
  /** Enough for the busiest loop; more would only hold the replica's memory. */
  private static final int MAX_IDLE = 512;

  private final ArrayDeque<ReplicaConnection> idle = new ArrayDeque<>();

  /**
   * How many there are now or were a moment ago; any thread. Plain, since each request changes it,
   * and a metric may lag.
   */
  private int size;

  int size() {
    return size;
  }

  /** The one that was used last, since the replica is least likely to be closing it. */
  public @Nullable ReplicaConnection take() {
    ReplicaConnection last = idle.pollLast();
    size = idle.size();
    return last;
  }

  /** Whether the connection is kept; if not, the caller closes it. */
  boolean keep(ReplicaConnection connection) {
    if (idle.size() >= MAX_IDLE) {
      return false;
    }
    idle.addLast(connection);
    size = idle.size();
    return true;
  }

  void remove(ReplicaConnection connection) {
    idle.remove(connection);
    size = idle.size();
  }

  /** Closes what is idle. */
  void closeAll() {
    for (var connection : List.copyOf(idle)) {
      connection.close();
    }
    idle.clear();
    size = 0;
  }
}
