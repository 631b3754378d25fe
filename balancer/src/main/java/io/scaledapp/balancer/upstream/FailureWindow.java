package io.scaledapp.balancer.upstream;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many requests ended within the last while, and how many of them failed, as one event loop
 * counts them. Kept in ten slices of the time, so that it takes the same memory at any rate and is
 * exact to a tenth of the window. One thread counts; any thread reads, and may miss what is counted
 * at that moment.
 */
final class FailureWindow {
  private static final int SLICES = 10;

  /** Of each slice: its number from 1, requests that ended, and those that failed. */
  private static final int FIELDS = 3;

  private static final int ENDED = 1;
  private static final int FAILED = 2;

  private final AtomicLongArray slices = new AtomicLongArray(SLICES * FIELDS);
  private final long sliceNanos;

  /** Nanoseconds of a monotonic clock. */
  private final long began;

  FailureWindow(Duration length, long now) {
    sliceNanos = Math.max(1, length.toNanos() / SLICES);
    began = now;
  }

  /** A request ended. */
  void count(boolean failure, long now) {
    long slice = slice(now);
    int at = at(slice);
    if (slices.getPlain(at) != slice) {
      // In this order: whoever sees the number sees the counts of this slice.
      slices.setRelease(at, 0);
      slices.setRelease(at + ENDED, 0);
      slices.setRelease(at + FAILED, 0);
      slices.setRelease(at, slice);
    }
    increment(at + ENDED);
    if (failure) {
      increment(at + FAILED);
    }
  }

  private void increment(int at) {
    slices.setRelease(at, slices.getPlain(at) + 1);
  }

  /** Requests that ended within the window. */
  long ended(long now) {
    return sum(ENDED, now);
  }

  /** Those of them that failed. */
  long failed(long now) {
    return sum(FAILED, now);
  }

  private long sum(int field, long now) {
    long before = slice(now) - SLICES;
    long sum = 0;
    for (int at = 0; at < slices.length(); at += FIELDS) {
      long slice = slices.getAcquire(at);
      if (slice > 0 && slice > before) {
        sum += slices.getAcquire(at + field);
      }
    }
    return sum;
  }

  /** Other threads' clocks may be read a little earlier than the window began. */
  private long slice(long now) {
    return Math.max(0, now - began) / sliceNanos + 1;
  }

  private static int at(long slice) {
    return (int) (slice % SLICES) * FIELDS;
  }
}
