package io.scaledapp.balancer.cache;

import io.netty.buffer.ByteBuf;
import io.scaledapp.balancer.memory.MemoryBudget;
import java.util.Arrays;

/** Copies a body that may be stored while it passes. For one event loop. */
final class BodyCollector {
  private static final int INITIAL = 4 * 1024;

  private final MemoryBudget budget;
  private final long maxBytes;
  private byte[] bytes = new byte[0];
  private int length;
  private boolean failed;

  /**
   * @param budget of all bodies that are on their way
   * @param maxBytes that a body may have
   */
  BodyCollector(MemoryBudget budget, long maxBytes) {
    this.budget = budget;
    this.maxBytes = Math.min(maxBytes, Integer.MAX_VALUE - INITIAL);
  }

  /** Copies the readable bytes; nothing is kept if they are too many, or memory is short. */
  void add(ByteBuf in) {
    int count = in.readableBytes();
    if (!failed && !reserve(count)) {
      drop();
    }
    if (!failed) {
      in.getBytes(in.readerIndex(), bytes, length, count);
      length += count;
    }
  }

  private boolean reserve(int count) {
    long wanted = (long) length + count;
    if (wanted > maxBytes) {
      return false;
    }
    if (wanted > bytes.length) {
      long grown = Math.min(maxBytes, Math.max(wanted, Math.max(INITIAL, 2L * bytes.length)));
      if (!budget.take(grown - bytes.length)) {
        return false;
      }
      bytes = Arrays.copyOf(bytes, (int) grown);
    }
    return true;
  }

  /** Whether all bytes are there. */
  boolean isWhole() {
    return !failed;
  }

  /** The body, as large as it is; nothing is collected any more. */
  byte[] take() {
    byte[] body = Arrays.copyOf(bytes, length);
    drop();
    return body;
  }

  /** Forgets what there is. */
  void drop() {
    budget.giveBack(bytes.length);
    bytes = new byte[0];
    length = 0;
    failed = true;
  }
}
