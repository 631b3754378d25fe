package io.scaledapp.balancer.upstream;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests and retries of an app are in flight, over all event loops; only those that a
 * limit held for when they began. Any thread.
 */
final class InFlight {
  final AtomicInteger requests = new AtomicInteger();
  final AtomicInteger retries = new AtomicInteger();

  /**
   * Counts one more, if it may be.
   *
   * @param most at once
   */
  static boolean tryTake(AtomicInteger count, int most) {
    int now = count.get();
    while (now < most) {
      if (count.compareAndSet(now, now + 1)) {
        return true;
      }
      now = count.get();
    }
    return false;
  }
}
