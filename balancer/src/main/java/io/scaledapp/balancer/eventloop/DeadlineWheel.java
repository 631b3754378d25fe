package io.scaledapp.balancer.eventloop;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deadlines of one event loop in a hashed wheel (Varghese and Lauck, 1987). A deadline that is
 * put off stays where it is linked and moves on when the wheel comes by, so a connection that is
 * busy costs the wheel nothing. Deadlines pass up to two ticks late and never early.
 */
public final class DeadlineWheel {
  private static final Logger log = LoggerFactory.getLogger(DeadlineWheel.class);
  private static final int SLOTS = 512;

  private final long tickNanos;
  private final LongSupplier nanoTime;
  private final long origin;
  private final Deadline[] slots = new Deadline[SLOTS];
  private long currentTick;

  /**
   * @param tick how often {@link #advance} is going to be called
   * @param nanoTime the clock; only differences count
   */
  public DeadlineWheel(Duration tick, LongSupplier nanoTime) {
    tickNanos = tick.toNanos();
    this.nanoTime = nanoTime;
    origin = nanoTime.getAsLong();
    for (int i = 0; i < SLOTS; i++) {
      slots[i] = new Slot();
    }
  }

  /** Sets or puts off the deadline to {@code delayNanos} from {@code now}. */
  public void set(Deadline deadline, long now, long delayNanos) {
    deadline.at = now - origin + delayNanos;
    long tick = deadline.at / tickNanos + 1;
    if (deadline.next == null || deadline.tick > tick) {
      link(deadline, tick);
    }
  }

  /** The deadline does not pass until it is set again. */
  public void clear(Deadline deadline) {
    deadline.at = Deadline.NEVER;
  }

  /** Forgets a deadline whose subject is gone. */
  public void remove(Deadline deadline) {
    deadline.at = Deadline.NEVER;
    unlink(deadline);
  }

  /** Lets pass what is due. */
  public void advance() {
    long now = nanoTime.getAsLong() - origin;
    long target = now / tickNanos;
    if (target - currentTick > SLOTS) {
      currentTick = target - SLOTS;
    }
    while (currentTick < target) {
      currentTick++;
      visit(slots[slot(currentTick)], now);
    }
  }

  private void visit(Deadline slot, long now) {
    for (Deadline due = slot.next; due != null && due != slot; due = slot.next) {
      unlink(due);
      if (due.at <= now) {
        due.at = Deadline.NEVER;
        expire(due);
      } else if (due.at != Deadline.NEVER) {
        link(due, due.at / tickNanos + 1);
      }
    }
  }

  /** A fault in one connection's time-out must not end the time-outs of all others. */
  private static void expire(Deadline due) {
    try {
      due.expired();
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("a time-out failed for a reason of the balancer's own");
    }
  }

  /** Links into the slot of {@code tick}, or as far ahead as the wheel reaches. */
  private void link(Deadline deadline, long tick) {
    unlink(deadline);
    deadline.tick = Math.clamp(tick, currentTick + 1, currentTick + SLOTS - 1);
    Deadline slot = slots[slot(deadline.tick)];
    Deadline last = slot.previous;
    deadline.previous = last;
    deadline.next = slot;
    slot.previous = deadline;
    if (last != null) {
      last.next = deadline;
    }
  }

  private static void unlink(Deadline deadline) {
    @Nullable Deadline previous = deadline.previous;
    @Nullable Deadline next = deadline.next;
    if (previous != null && next != null) {
      previous.next = next;
      next.previous = previous;
      deadline.previous = null;
      deadline.next = null;
    }
  }

  private static int slot(long tick) {
    return (int) (tick & SLOTS - 1);
  }

  /** Both ends of a slot's ring. */
  private static final class Slot extends Deadline {
    Slot() {
      previous = this;
      next = this;
    }

    @Override
    protected void expired() {
      throw new AssertionError("a slot is no deadline");
    }
  }
}
