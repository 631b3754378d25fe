package io.scaledapp.balancer.compression;

import java.util.concurrent.atomic.AtomicLong;

/** What all encoders of a process may take of its memory together. Thread-safe. */
final class MemoryBudget {
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  /**
   * @param limit in bytes
   */
  MemoryBudget(long limit) {
    this.limit = limit;
  }

  /** Takes the bytes; returns false, and takes none, if there are not so many left. */
  boolean take(long bytes) {
    if (used.addAndGet(bytes) <= limit) {
      return true;
    }
    used.addAndGet(-bytes);
    return false;
  }

  void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }

  /** Bytes in use now. */
  long used() {
    return used.get();
  }
}
