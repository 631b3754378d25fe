package io.scaledapp.balancer.upstream;

import io.scaledapp.balancer.control.CircuitBreakerPolicy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The few requests that find out whether an app works again. While that is not decided, as many
 * again may try after each further {@link CircuitBreakerPolicy#openFor}: a client that takes hours
 * for its request must not keep all others out. Any thread.
 */
final class Trials {
  private final int most;
  private final long pause;

  /** That were let through, and not given back. */
  private final AtomicInteger taken = new AtomicInteger();

  /** That still have to succeed. */
  private final AtomicInteger missing;

  /** Nanoseconds of a monotonic clock. */
  private final AtomicLong renewAt;

  Trials(CircuitBreakerPolicy policy, long now) {
    most = policy.trialRequests();
    pause = policy.openFor().toNanos();
    missing = new AtomicInteger(most);
    renewAt = new AtomicLong(now + pause);
  }

  /** Lets a request try, if it may. */
  boolean tryTake(long now) {
    long due = renewAt.get();
    if (now - due >= 0 && renewAt.compareAndSet(due, now + pause)) {
      taken.set(0);
    }
    return InFlight.tryTake(taken, most);
  }

  /** One says nothing, so that another may try in its place. */
  void giveBack() {
    taken.updateAndGet(before -> Math.max(before - 1, 0));
  }

  /** One succeeded; returns whether it was the last that had to. */
  boolean succeeded() {
    return missing.decrementAndGet() == 0;
  }

  /** Nanoseconds until more may try, if none is given back before. */
  long nanosUntilNext(long now) {
    return Math.max(0, renewAt.get() - now);
  }
}
