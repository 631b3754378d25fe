package io.scaledapp.balancer.upstream;

import io.scaledapp.balancer.control.OutlierDetection;

/**
 * How often an endpoint was ejected, and until when: each time in a row for longer (Envoy's outlier
 * detection). A time in rotation as long as the shortest ejection makes up for one of them.
 *
 * @param times in a row, 0 for an endpoint that never was ejected or has made up for it
 * @param until nanoseconds of a monotonic clock at which it is over
 */
record Ejection(int times, long until) {
  static final Ejection NEVER = new Ejection(0, 0);

  /** The ejection after this one. */
  Ejection next(OutlierDetection policy, long now) {
    long each = Math.max(1, policy.ejectionTime().toNanos());
    long madeUpFor = times == 0 ? 0 : Math.max(0, now - until) / each;
    int next = (int) Math.max(0, times - madeUpFor) + 1;
    long longest = Math.max(each, policy.maxEjectionTime().toNanos());
    long nanos = next > longest / each ? longest : each * next;
    return new Ejection(next, now + nanos);
  }

  /** The same, over already. */
  Ejection endingAt(long now) {
    return new Ejection(times, Math.min(until, now));
  }
}
