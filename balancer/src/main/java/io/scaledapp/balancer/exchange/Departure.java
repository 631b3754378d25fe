package io.scaledapp.balancer.exchange;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether the balancer is about to close. From then on each answer says that its connection ends,
 * and a connection without a request stays open for a while, since its next answer is the only way
 * to tell its client: one that is closed untold may have a request on its way (RFC 9112 section
 * 9.6). Any thread.
 */
public final class Departure {
  private final LongSupplier nanoTime;
  private volatile boolean begun;
  private volatile long tellUntil;

  /**
   * @param nanoTime monotonic nanoseconds; any thread
   */
  public Departure(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Begins it; clients are to be told within {@code patience}. */
  public void begin(Duration patience) {
    tellUntil = nanoTime.getAsLong() + patience.toNanos();
    begun = true;
  }

  /** Begins it, unless it has: nobody is waited for. */
  public void beginAtOnce() {
    if (!begun) {
      begin(Duration.ZERO);
    }
  }

  /** Whether answers have to say that their connection ends. */
  public boolean hasBegun() {
    return begun;
  }

  /** How long a connection without a request stays open once the balancer closes. */
  Duration timeToTell() {
    return begun ? Duration.ofNanos(Math.max(0, tellUntil - nanoTime.getAsLong())) : Duration.ZERO;
  }
}
