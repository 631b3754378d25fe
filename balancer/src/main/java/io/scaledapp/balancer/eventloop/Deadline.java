package io.scaledapp.balancer.eventloop;

import org.jspecify.annotations.Nullable;

/**
 * Something that happens unless it is put off in time. One object lives as long as what it watches;
 * putting it off is a store, not a new timer. For the use of one event loop.
 */
public abstract class Deadline {
  static final long NEVER = Long.MAX_VALUE;

  /** Nanoseconds on the wheel's clock, or {@link #NEVER}. */
  long at = NEVER;

  /** The wheel's tick at which the deadline is looked at; means nothing unless linked. */
  long tick;

  @Nullable Deadline previous;
  @Nullable Deadline next;

  /** The deadline has passed. It is cleared, and may be set again. */
  protected abstract void expired();
}
