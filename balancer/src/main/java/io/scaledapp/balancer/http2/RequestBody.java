package io.scaledapp.balancer.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What came of a stream's DATA and was not passed on: at most the stream's window, which is given
 * back only as bytes pass. Bodies of unknown length become chunks (RFC 9112 section 7.1).
 */
final class RequestBody {
  /** Less is copied between its chunk's ends, since one buffer is sent quicker than three. */
  private static final int MAX_COPIED = 4 * 1024;

  private static final byte[] LINE_END = "\r\n".getBytes(US_ASCII);
  private static final byte[] LAST_CHUNK = "0\r\n".getBytes(US_ASCII);

  private static final int HEX_DIGITS = 8;
  private static final int CHUNK_ENDS = HEX_DIGITS + 2 * LINE_END.length;

  private final ArrayDeque<ByteBuf> held = new ArrayDeque<>(2);
  private boolean chunked;
  private boolean received;
  private boolean passed;
  private @Nullable ByteBuf trailers;

  /** A body begins. */
  void begin(boolean chunked) {
    this.chunked = chunked;
  }

  /** Takes over the buffer's reference. */
  void add(ByteBuf data) {
    held.addLast(data);
  }

  /** Nothing follows but these lines, whose reference is taken over. */
  void endWith(ByteBuf trailers) {
    this.trailers = trailers;
    received = true;
  }

  /** Nothing follows. */
  void end() {
    received = true;
  }

  /** Whether the client sent all. */
  boolean isReceived() {
    return received;
  }

  /** Whether there is something to pass, be it the end. */
  boolean hasNext() {
    return !held.isEmpty() || (received && !passed);
  }

  /** The next DATA that waits, which the caller owns, or null if only the end is left. */
  @Nullable ByteBuf next() {
    return held.pollFirst();
  }

  /** The same bytes as a chunk if the body is chunked; takes over the reference. */
  ByteBuf framed(ByteBuf data, ByteBufAllocator allocator) {
    if (!chunked) {
      return data;
    }
    int length = data.readableBytes();
    if (length > MAX_COPIED) {
      ByteBuf size = allocator.directBuffer(CHUNK_ENDS);
      writeSize(length, size);
      return Unpooled.wrappedBuffer(size, data, Unpooled.wrappedBuffer(LINE_END));
    }
    ByteBuf chunk = allocator.directBuffer(length + CHUNK_ENDS);
    writeSize(length, chunk);
    chunk.writeBytes(data).writeBytes(LINE_END);
    data.release();
    return chunk;
  }

  /** What ends the body, perhaps nothing; once. */
  ByteBuf passEnd(ByteBufAllocator allocator) {
    passed = true;
    if (!chunked) {
      return Unpooled.EMPTY_BUFFER;
    }
    ByteBuf end = allocator.directBuffer();
    end.writeBytes(LAST_CHUNK);
    if (trailers == null) {
      return end.writeBytes(LINE_END);
    }
    return end.writeBytes(trailers, trailers.readerIndex(), trailers.readableBytes());
  }

  /** Nothing is going to be passed on. */
  void release() {
    for (ByteBuf data = held.pollFirst(); data != null; data = held.pollFirst()) {
      data.release();
    }
    if (trailers != null) {
      trailers.release();
      trailers = null;
    }
  }

  private static void writeSize(int length, ByteBuf out) {
    int digits = Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 3) / 4);
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      out.writeByte(Character.forDigit(length >> shift & 0xf, 16));
    }
    out.writeBytes(LINE_END);
  }
}
