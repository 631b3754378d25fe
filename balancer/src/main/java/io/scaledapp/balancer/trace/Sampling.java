package io.scaledapp.balancer.trace;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Which requests are recorded: of traces that begin here a share, of those that are continued what
 * their sender decided. Anybody can send that a request is to be recorded, so of strangers only so
 * many a second are believed. Any thread.
 */
public final class Sampling {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final double ratio;
  private final LongSupplier nanoTime;

  /** Between two of strangers; 0 if none is believed. */
  private final long interval;

  /** When the next of a stranger is due at an even pace (GCRA); it may come a second sooner. */
  private final AtomicLong dueAt;

  /**
   * @param ratio of the traces that begin here, 0 to 1
   * @param strangersPerSecond from 0
   * @param nanoTime monotonic nanoseconds; any thread
   */
  public Sampling(double ratio, int strangersPerSecond, LongSupplier nanoTime) {
    this.ratio = ratio;
    this.nanoTime = nanoTime;
    interval = strangersPerSecond == 0 ? 0 : SECOND / strangersPerSecond;
    dueAt = new AtomicLong(nanoTime.getAsLong());
  }

  /**
   * Whether a trace that begins is recorded.
   *
   * @param draw a random number from 0, less than 1
   */
  public boolean begins(double draw) {
    return draw < ratio;
  }

  /**
   * Whether a trace that is continued is recorded.
   *
   * @param flags those of {@link TraceParent}
   * @param trusted whether a trusted proxy sent them
   */
  public boolean continues(int flags, boolean trusted) {
    return (flags & TraceParent.SAMPLED) != 0 && (trusted || believesStranger());
  }

  private boolean believesStranger() {
    if (interval == 0) {
      return false;
    }
    long now = nanoTime.getAsLong();
    while (true) {
      long due = dueAt.get();
      long next = (due - now > 0 ? due : now) + interval;
      if (next - now > SECOND) {
        return false;
      }
      if (dueAt.compareAndSet(due, next)) {
        return true;
      }
    }
  }
}
