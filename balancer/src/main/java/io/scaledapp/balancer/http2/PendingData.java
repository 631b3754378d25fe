package io.scaledapp.balancer.http2;

/**
 * What waits of one stream's message for the peer to take it. Netty's own measure counts what waits
 * on all streams, so that those that stand still would hold up the others.
 */
final class PendingData {
  /** As many bytes as a channel takes before it is not writable, Netty's default. */
  private static final int HIGH = 64 * 1024;

  private static final int LOW = HIGH / 2;

  private final Runnable writable;
  private int bytes;
  private boolean full;

  /**
   * @param writable told when there is room again after {@link #isFull} was true
   */
  PendingData(Runnable writable) {
    this.writable = writable;
  }

  /** Whether no more is to be written; if so, that there is room again is told. */
  boolean isFull() {
    full |= bytes >= HIGH;
    return full;
  }

  int bytes() {
    return bytes;
  }

  void added(int more) {
    bytes += more;
  }

  void removed(int fewer) {
    bytes -= fewer;
    if (full && bytes <= LOW) {
      full = false;
      writable.run();
    }
  }
}
