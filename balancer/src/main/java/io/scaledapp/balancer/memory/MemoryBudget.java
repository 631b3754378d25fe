package io.scaledapp.balancer.memory;

import java.util.concurrent.atomic.AtomicLong;

/** What all uses of one kind may take of a process's memory together. Thread-safe. */
public final class MemoryBudget {
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  /**
   * @param limit in bytes
   */
  public MemoryBudget(long limit) {
    this.limit = limit;
  }

  /** Takes the bytes; returns false, and takes none, if there are not so many left. */
  public boolean take(long bytes) {
    if (used.addAndGet(bytes) <= limit) {
      return true;
    }
    used.addAndGet(-bytes);
    return false;
  }

  public void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }

  /** Bytes in use now. */
  public long used() {
    return used.get();
  }
}
