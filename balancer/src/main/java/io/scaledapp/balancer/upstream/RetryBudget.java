package io.scaledapp.balancer.upstream;

import io.scaledapp.balancer.control.RetryPolicy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many requests of an app may be tried again: a share of the requests of the last ten seconds
 * or so (Finagle's RetryBudget, with its numbers). Over time, and not of those in flight as in
 * Envoy: when one of two replicas dies, half of what is in flight has to be tried again at once,
 * and none of it needs to fail. Any thread.
 */
final class RetryBudget {
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final Duration SAMPLE = Duration.ofSeconds(1);

  /** Cumulative counters at a time in nanoseconds. */
  private record Sample(long at, long requests, long retries) {}

  /** The oldest first; all but that one are of the window. Guarded by this. */
  private final Deque<Sample> samples = new ArrayDeque<>();

  /** Cumulative; guarded by this. */
  private long retries;

  RetryBudget(long now) {
    samples.add(new Sample(now, 0, 0));
  }

  /**
   * Counts a retry, unless the budget is used up.
   *
   * @param requests of the app so far
   * @param now nanoseconds of a monotonic clock
   */
  synchronized boolean tryTake(RetryPolicy policy, long requests, long now) {
    sample(requests, now);
    Sample since = samples.getFirst();
    long share = (requests - since.requests()) * policy.budgetPercent() / 100;
    long most = Math.max(policy.minRetriesPerSecond() * WINDOW.toSeconds(), share);
    if (retries - since.retries() >= most) {
      return false;
    }
    retries++;
    return true;
  }

  /** Notes the counters, to be told now and then: at best each second. */
  synchronized void sample(long requests, long now) {
    Sample last = samples.getLast();
    // What stands still is told by the sample before: most of thousands of apps are idle.
    boolean moved = requests != last.requests() || retries != last.retries();
    if (moved && now - last.at() >= SAMPLE.toNanos()) {
      samples.addLast(new Sample(now, requests, retries));
    }
    while (samples.size() > 1 && now - second().at() >= WINDOW.toNanos()) {
      samples.removeFirst();
    }
  }

  private Sample second() {
    var iterator = samples.iterator();
    iterator.next();
    return iterator.next();
  }
}
