package io.scaledapp.balancer.upstream;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What one event loop counts for one app. Only that loop writes; any thread may take a consistent
 * {@link Reading} without slowing it (a sequence lock: odd while a change is in progress).
 *
 * <p>The integral of concurrency over time is exact: with every change of concurrency by d at time
 * t, {@code accumulated} falls by d·t, so that at any time T the integral is {@code accumulated} +
 * concurrency·T.
 */
public final class LoadMeter {
  private static final VarHandle SEQUENCE;

  static {
    try {
      SEQUENCE = MethodHandles.lookup().findVarHandle(LoadMeter.class, "sequence", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Values that belong together; times in nanoseconds of the meter's clock. */
  record Reading(long requests, long accumulated, int concurrency, int connections, long refused) {
    static final Reading ZERO = new Reading(0, 0, 0, 0, 0);

    Reading plus(Reading other) {
      return new Reading(
          requests + other.requests,
          accumulated + other.accumulated,
          concurrency + other.concurrency,
          connections + other.connections,
          refused + other.refused);
    }

    long concurrencyNanos(long now) {
      return accumulated + concurrency * now;
    }
  }

  @SuppressWarnings("unused") // Accessed through SEQUENCE.
  private int sequence;

  private long requests;
  private long accumulated;
  private int concurrency;
  private int connections;
  private long refused;

  /** A request was routed to the app at {@code now}. */
  public void begin(long now) {
    int before = lock();
    requests++;
    concurrency++;
    accumulated -= now;
    unlock(before);
  }

  /** A request of the app ended at {@code now}, whole or not. */
  public void end(long now) {
    int before = lock();
    concurrency--;
    accumulated += now;
    unlock(before);
  }

  /** The app's client connections change by {@code change}. */
  public void connections(int change) {
    int before = lock();
    connections += change;
    unlock(before);
  }

  /** A request was answered 503 since it could not wait, or no longer. */
  public void refused() {
    int before = lock();
    refused++;
    unlock(before);
  }

  Reading read() {
    while (true) {
      int before = (int) SEQUENCE.getAcquire(this);
      var reading = new Reading(requests, accumulated, concurrency, connections, refused);
      VarHandle.loadLoadFence();
      if ((before & 1) == 0 && before == (int) SEQUENCE.getOpaque(this)) {
        return reading;
      }
      Thread.onSpinWait();
    }
  }

  private int lock() {
    int before = (int) SEQUENCE.getOpaque(this);
    SEQUENCE.setOpaque(this, before + 1);
    VarHandle.storeStoreFence();
    return before;
  }

  private void unlock(int before) {
    SEQUENCE.setRelease(this, before + 2);
  }
}
