package io.scaledapp.balancer.stream;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;

/**
 * The events of an event stream (WHATWG HTML section 9.2.5): lines end with LF, CR, or both, and an
 * empty one ends the event. Comments belong to none, so that a boundary is behind them too.
 */
public final class EventBoundaries implements Boundaries {
  private boolean inLine;
  private boolean inEvent;

  /** A line feed that comes next belongs to the line that ended. */
  private boolean afterReturn;

  /** Whether lines ended with both before: then the line feed is waited for, as clients may. */
  private boolean seenPair;

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
    int end = bytes.writerIndex();
    int at = start;
    do {
      at = step(bytes, at);
    } while (at < end && !(atBoundary() && endsLine(bytes, at)));
    return at - start;
  }

  /** Whether the line feed, if any, that belongs to the line's end is followed. */
  private boolean endsLine(ByteBuf bytes, int at) {
    return !afterReturn || bytes.getByte(at) != '\n';
  }

  @Override
  public boolean atBoundary() {
    return !inLine && !inEvent && !(afterReturn && seenPair);
  }

  /** Follows the byte at an index, or the rest of its line; returns the index of what is next. */
  private int step(ByteBuf bytes, int at) {
    if (inLine) {
      int rest = bytes.writerIndex() - at;
      int lineEnd = bytes.forEachByte(at, rest, ByteProcessor.FIND_CRLF);
      if (lineEnd != at) {
        return lineEnd < 0 ? bytes.writerIndex() : lineEnd;
      }
    }
    follow(bytes.getByte(at));
    return at + 1;
  }

  private void follow(byte b) {
    boolean isSecondHalf = afterReturn && b == '\n';
    afterReturn = b == '\r';
    seenPair |= isSecondHalf;
    if (isSecondHalf) {
      return;
    }
    if (b == '\r' || b == '\n') {
      inEvent &= inLine;
      inLine = false;
    } else {
      // The first of a line: what comes behind it is skipped.
      inLine = true;
      inEvent |= b != ':';
    }
  }
}
