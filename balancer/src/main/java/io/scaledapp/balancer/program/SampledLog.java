package io.scaledapp.balancer.program;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Has what strangers can bring about logged once in a second at most, so that they cannot fill the
 * disk. Any thread.
 */
public final class SampledLog {
  private static final long EVERY = Duration.ofSeconds(1).toNanos();

  private final LongSupplier nanoTime;
  private final AtomicLong nextAt;
  private final AtomicLong untold = new AtomicLong();

  /**
   * @param nanoTime monotonic nanoseconds; any thread
   */
  public SampledLog(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    nextAt = new AtomicLong(nanoTime.getAsLong());
  }

  /**
   * Something happened.
   *
   * @param log writes the line if it is time for one; told how often it was not since the last one
   */
  public void happened(LongConsumer log) {
    long now = nanoTime.getAsLong();
    long next = nextAt.get();
    if (now - next >= 0 && nextAt.compareAndSet(next, now + EVERY)) {
      log.accept(untold.getAndSet(0));
    } else {
      untold.incrementAndGet();
    }
  }
}
