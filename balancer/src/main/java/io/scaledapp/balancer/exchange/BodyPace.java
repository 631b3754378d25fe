package io.scaledapp.balancer.exchange;

import java.time.Duration;

/**
 * Whether a client sends its body fast enough. The read time-out ends silence only, and a client
 * that sends a byte now and then would keep a replica's slot for days. So beside it the body must
 * come at {@value #BYTES_PER_SECOND} bytes a second on the average, which is what Kestrel asks for
 * by default; the read time-out is the time of grace. Reusable.
 */
final class BodyPace {
  static final int BYTES_PER_SECOND = 240;

  private static final long NANOS_PER_BYTE = 1_000_000_000L / BYTES_PER_SECOND;

  private long since;
  private long earned;

  /** From {@code now}, in nanoseconds, the client is awaited. */
  void begin(long now) {
    since = now;
    earned = 0;
  }

  void came(int bytes) {
    earned += bytes * NANOS_PER_BYTE;
  }

  /**
   * How long the client may be silent from {@code now} on: at most {@code read}, and zero or less
   * when it was too slow.
   */
  Duration patience(long now, Duration read) {
    long surplus = earned - (now - since);
    return surplus >= 0 ? read : read.plusNanos(surplus);
  }
}
