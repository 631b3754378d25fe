package io.scaledapp.balancer.tunnel;

import io.netty.buffer.ByteBuf;

/**
 * Follows the frames of one direction of a WebSocket connection (RFC 6455 section 5.2) without
 * touching them, so that a frame of the balancer's own can be put in between two. Not thread-safe:
 * one object a direction, on its event loop.
 *
 * <p>Only what framing needs is checked. After bytes that are no frame {@link #isBroken} stays true
 * and no boundary is reported again, since a frame put in anywhere might land inside another.
 */
public final class WebSocketFrames {
  private static final int FIN = 0x80;
  private static final int OPCODE = 0x0F;
  private static final int CONTROL = 0x08;
  private static final int OPCODE_CLOSE = 0x08;
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7F;
  private static final int MASKING_KEY_LENGTH = 4;

  private enum Part {
    FIRST_BYTE,
    LENGTH_BYTE,
    EXTENDED_LENGTH,
    /** Masking key and payload, which need no look. */
    REST
  }

  private Part part = Part.FIRST_BYTE;
  private int firstByte;
  private boolean masked;
  private int extendedLengthLeft;

  /** Payload length while it is read, then the bytes to skip until the next frame. */
  private long left;

  private boolean fragmented;
  private boolean sawClose;
  private boolean broken;

  /** Follows the readable bytes, all of them, without moving the reader index. */
  public void accept(ByteBuf bytes) {
    int index = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (index < end && !broken) {
      if (part == Part.REST) {
        long skipped = Math.min(left, end - index);
        left -= skipped;
        index += (int) skipped;
        endFrameIfWhole();
      } else {
        header(bytes.getUnsignedByte(index++));
      }
    }
  }

  /**
   * Follows the readable bytes up to the first end of a frame, and moves the reader index there; to
   * the end of the bytes if there is none.
   */
  public void acceptToBoundary(ByteBuf bytes) {
    while (bytes.isReadable() && !broken) {
      if (part == Part.REST) {
        int skipped = (int) Math.min(left, bytes.readableBytes());
        left -= skipped;
        bytes.skipBytes(skipped);
        endFrameIfWhole();
      } else {
        header(bytes.readUnsignedByte());
      }
      if (atBoundary()) {
        return;
      }
    }
    bytes.skipBytes(bytes.readableBytes());
  }

  /** Whether the last byte ended a frame, or none came yet: a control frame may be put in here. */
  public boolean atBoundary() {
    return part == Part.FIRST_BYTE && !broken;
  }

  /** {@link #atBoundary}, and not between the fragments of a message (RFC 6455 section 5.4). */
  public boolean betweenMessages() {
    return atBoundary() && !fragmented;
  }

  /** Whether a Close frame began: nothing may follow it (RFC 6455 section 5.5.1). */
  public boolean sawClose() {
    return sawClose;
  }

  /** Whether bytes came that cannot be a frame. */
  public boolean isBroken() {
    return broken;
  }

  /**
   * A whole Close frame.
   *
   * @param code a status code that may be sent (RFC 6455 section 7.4): 1000 to 1014 without 1004 to
   *     1006, or 3000 to 4999
   * @param reason at most 123 bytes in UTF-8
   * @param masked whether it goes to a server (RFC 6455 section 5.3)
   * @throws IllegalArgumentException if the code or the reason may not be sent
   */
  public static ByteBuf close(int code, String reason, boolean masked) {
    return CloseFrame.of(code, reason, masked);
  }

  private void header(int value) {
    switch (part) {
      case FIRST_BYTE -> {
        firstByte = value;
        sawClose |= (value & OPCODE) == OPCODE_CLOSE;
        part = Part.LENGTH_BYTE;
      }
      case LENGTH_BYTE -> {
        masked = (value & MASKED) != 0;
        length(value & LENGTH);
      }
      case EXTENDED_LENGTH -> {
        left = left << 8 | value;
        if (--extendedLengthLeft == 0) {
          lengthKnown();
        }
      }
      case REST -> throw new AssertionError("payload is skipped, not read");
    }
  }

  private void length(int shortLength) {
    boolean control = (firstByte & CONTROL) != 0;
    // RFC 6455 section 5.5: control frames are short and never fragmented.
    broken = control && (shortLength > 125 || (firstByte & FIN) == 0);
    left = 0;
    part = Part.EXTENDED_LENGTH;
    switch (shortLength) {
      case 126 -> extendedLengthLeft = 2;
      case 127 -> extendedLengthLeft = 8;
      default -> {
        left = shortLength;
        lengthKnown();
      }
    }
  }

  private void lengthKnown() {
    // RFC 6455 section 5.2: the most significant bit of a 64-bit length must be 0.
    broken |= left < 0 || left > Long.MAX_VALUE - MASKING_KEY_LENGTH;
    left += masked ? MASKING_KEY_LENGTH : 0;
    part = Part.REST;
    endFrameIfWhole();
  }

  private void endFrameIfWhole() {
    if (left == 0) {
      part = Part.FIRST_BYTE;
      if ((firstByte & CONTROL) == 0) {
        fragmented = (firstByte & FIN) == 0;
      }
    }
  }
}
