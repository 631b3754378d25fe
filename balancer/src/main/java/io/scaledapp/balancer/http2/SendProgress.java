package io.scaledapp.balancer.http2;

/**
 * Whether the peer of a stream takes what is sent to it. A buffer counts as sent when all of it is;
 * a peer that takes less widens a window, or moves the connection.
 */
final class SendProgress {
  private long streamUpdates;
  private long updatesBefore;
  private long unsentBefore;

  /** The peer widened the stream's window. */
  void windowUpdated() {
    streamUpdates++;
  }

  /**
   * Whether the peer took some since the last call.
   *
   * @param connectionUpdates how often it widened the connection's window
   * @param unsent bytes that wait for it, on the stream and on the connection
   */
  boolean moved(long connectionUpdates, long unsent) {
    long updates = streamUpdates + connectionUpdates;
    boolean moved = updates != updatesBefore || (unsent > 0 && unsent != unsentBefore);
    updatesBefore = updates;
    unsentBefore = unsent;
    return moved;
  }
}
