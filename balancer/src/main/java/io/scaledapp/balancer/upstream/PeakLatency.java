package io.scaledapp.balancer.upstream;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The time until an endpoint begins its answers, as a moving average that decays with time and is
 * sensitive to peaks: a longer time counts at once and whole, a shorter one the more, the longer
 * ago the last one was (Finagle's PeakEwma, with its decay of 10 s). Any thread.
 */
final class PeakLatency {
  private static final double DECAY_MILLIS = 10_000;

  private final LongSupplier nanoTime;

  /**
   * When it was observed last, in milliseconds of the clock and modulo 2^32, in the high half; the
   * average at that time as a float of nanoseconds in the low one. In one word, so that no thread
   * has to wait for another.
   */
  private final AtomicLong state = new AtomicLong();

  /**
   * @param nanoTime monotonic nanoseconds; any thread
   */
  PeakLatency(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** An answer began {@code nanos} after its request was sent. */
  void observe(long nanos) {
    int now = millis();
    long before = state.get();
    while (!state.compareAndSet(before, pack(now, next(before, now, nanos)))) {
      before = state.get();
    }
  }

  /** In nanoseconds; 0 before the first observation. */
  double now() {
    long state = this.state.get();
    return average(state) * remaining(state, millis());
  }

  private static float next(long state, int now, long nanos) {
    float average = average(state);
    double weight = remaining(state, now);
    return nanos >= average ? nanos : (float) (average * weight + nanos * (1 - weight));
  }

  /** What is left of the average after the time since it was observed. */
  private static double remaining(long state, int now) {
    int age = now - (int) (state >>> Integer.SIZE);
    return Math.exp(-Math.max(0, age) / DECAY_MILLIS);
  }

  private static float average(long state) {
    return Float.intBitsToFloat((int) state);
  }

  private static long pack(int millis, float average) {
    return (long) millis << Integer.SIZE | Float.floatToRawIntBits(average) & 0xFFFF_FFFFL;
  }

  private int millis() {
    return (int) TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
  }
}
