package io.scaledapp.balancer.program;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Has what strangers can bring about logged now and then at most, so that they cannot fill the
 * disk. Any thread.
 */
public final class SampledLog {
  private final LongSupplier nanoTime;
  private final long every;
  private final AtomicLong nextAt;
  private final AtomicLong untold = new AtomicLong();

  /**
   * At most once in a second.
   *
   * @param nanoTime monotonic nanoseconds; any thread
   */
  public SampledLog(LongSupplier nanoTime) {
    this(nanoTime, Duration.ofSeconds(1));
  }

  /**
   * @param nanoTime monotonic nanoseconds; any thread
   * @param every how long after one line the next may be written
   */
  public SampledLog(LongSupplier nanoTime, Duration every) {
    this.nanoTime = nanoTime;
    this.every = every.toNanos();
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
    if (now - next >= 0 && nextAt.compareAndSet(next, now + every)) {
      log.accept(untold.getAndSet(0));
    } else {
      untold.incrementAndGet();
    }
  }
}
