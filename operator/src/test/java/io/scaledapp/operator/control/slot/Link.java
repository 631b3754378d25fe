package io.scaledapp.operator.control.slot;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** One connection: what is sent arrives in order and late, or never when the connection breaks. */
final class Link {
  private final VirtualTime time;
  private final RandomGenerator random;
  private long lastThere;
  private long lastBack;
  private boolean broken;

  Link(VirtualTime time, RandomGenerator random) {
    this.time = time;
    this.random = random;
  }

  boolean isBroken() {
    return broken;
  }

  /** What is under way is lost. */
  void cut() {
    broken = true;
  }

  /** To the balancer. */
  void send(Runnable arrival) {
    lastThere = Math.max(lastThere, time.nanos() + delay());
    deliver(lastThere, arrival);
  }

  /** To the operator. */
  void answer(Runnable arrival) {
    lastBack = Math.max(lastBack, time.nanos() + delay());
    deliver(lastBack, arrival);
  }

  private void deliver(long at, Runnable arrival) {
    time.after(
        Duration.ofNanos(at - time.nanos()),
        () -> {
          if (!broken) {
            arrival.run();
          }
        });
  }

  /** Mostly a millisecond or so, sometimes a pause of a second. */
  private long delay() {
    int most = random.nextInt(20) == 0 ? 1_000_000 : 3_000;
    return Duration.ofNanos(random.nextLong(most) * 1_000).toNanos();
  }
}
