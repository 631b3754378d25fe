package io.scaledapp.balancer.stream;

import io.netty.buffer.ByteBuf;

/**
 * Follows an answer of many parts without touching its bytes, so that it can be ended between two.
 * Not thread-safe: one object an answer, on its event loop.
 */
public interface Boundaries {

  /** Follows the readable bytes, all of them, without moving the reader index. */
  void accept(ByteBuf bytes);

  /**
   * Follows the readable bytes up to the first boundary behind at least one of them, without moving
   * the reader index.
   *
   * @return how many bytes those are; all that there are if {@link #atBoundary} is false then
   */
  int acceptToBoundary(ByteBuf bytes);

  /** Whether no part is under way: the last byte ended one, or none came yet. */
  boolean atBoundary();
}
