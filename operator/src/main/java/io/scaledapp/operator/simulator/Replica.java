package io.scaledapp.operator.simulator;

/** One replica with the connections that its requests opened, which last for a fixed time. */
final class Replica {

  private final long readyAt;
  private final int[] opened;
  private int connections;
  private long drainedFrom;
  private long leavesAt;

  /**
   * Without connections.
   *
   * @param readyAt millisecond from which it takes requests
   * @param connectionLife in seconds
   */
  Replica(long readyAt, int connectionLife) {
    this.readyAt = readyAt;
    this.opened = new int[connectionLife];
  }

  long readyAt() {
    return readyAt;
  }

  int connections() {
    return connections;
  }

  /** Ends the connections whose time is over in this second; call it once for each second. */
  void expire(long second) {
    if (opened.length > 0) {
      var slot = (int) (second % opened.length);
      connections -= opened[slot];
      opened[slot] = 0;
    }
  }

  void open(long second, int count) {
    if (opened.length > 0) {
      opened[(int) (second % opened.length)] += count;
      connections += count;
    }
  }

  /** Takes no new request from a second on, and goes at another at the latest. */
  void drain(long from, long until) {
    drainedFrom = from;
    leavesAt = until;
  }

  /**
   * Whether nothing keeps it, a draining one, any longer.
   *
   * @param requestSeconds in which its last request ends
   */
  boolean isDrained(long second, long requestSeconds) {
    return second >= leavesAt || (connections == 0 && second >= drainedFrom + requestSeconds);
  }
}
