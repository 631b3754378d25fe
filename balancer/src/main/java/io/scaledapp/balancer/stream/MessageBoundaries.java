package io.scaledapp.balancer.stream;

import io.netty.buffer.ByteBuf;

/**
 * The messages of a gRPC call in one direction (gRPC over HTTP2, "Length-Prefixed-Message"): a byte
 * of flags and the length in four bytes before each.
 */
public final class MessageBoundaries implements Boundaries {
  private static final int PREFIX_LENGTH = 5;

  /** Bytes of the prefix that came; 0 between messages, {@link #PREFIX_LENGTH} within one. */
  private int prefix;

  /** Bytes that are still to come of the message; while its prefix is read, its length so far. */
  private long left;

  @Override
  public void accept(ByteBuf bytes) {
    int at = bytes.readerIndex();
    while (at < bytes.writerIndex()) {
      at = step(bytes, at);
    }
  }

  @Override
  public int acceptToBoundary(ByteBuf bytes) {
    int start = bytes.readerIndex();
    int at = start;
    do {
      at = step(bytes, at);
    } while (at < bytes.writerIndex() && !atBoundary());
    return at - start;
  }

  @Override
  public boolean atBoundary() {
    return prefix == 0;
  }

  /** Follows a byte of a prefix, or what there is of a message; returns the index of the next. */
  private int step(ByteBuf bytes, int at) {
    int next = at;
    if (prefix == PREFIX_LENGTH) {
      next += (int) Math.min(left, bytes.writerIndex() - at);
      left -= next - at;
    } else {
      // The flags, which come first, leave nothing in the four bytes of the length.
      left = (left << 8 | bytes.getUnsignedByte(next++)) & 0xFFFF_FFFFL;
      prefix++;
    }
    if (prefix == PREFIX_LENGTH && left == 0) {
      prefix = 0;
    }
    return next;
  }
}
