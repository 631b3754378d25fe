package io.scaledapp.operator.app.engine;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The time of day when it was made, and from there on what a monotonic ticker says: it is never set
 * back, and a suspended machine misses no deadline while it sleeps. Any thread.
 */
public final class SteadyClock implements InstantSource {

  private final Instant start;
  private final long startNanos;
  private final LongSupplier ticker;

  SteadyClock(Instant start, LongSupplier ticker) {
    this.start = start;
    this.ticker = ticker;
    this.startNanos = ticker.getAsLong();
  }

  public static SteadyClock system() {
    return new SteadyClock(InstantSource.system().instant(), System::nanoTime);
  }

  @Override
  public Instant instant() {
    return start.plusNanos(ticker.getAsLong() - startNanos);
  }
}
