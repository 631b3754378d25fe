package io.scaledapp.balancer.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/** The received bytes of a message head: an array that grows to the limit, and is used again. */
abstract class HeadBuffer {
  private static final int INITIAL_CAPACITY = 2 * 1024;

  final HeadLimits limits;
  byte[] bytes = new byte[INITIAL_CAPACITY];
  int length;
  private ByteBuf view = Unpooled.wrappedBuffer(bytes);

  HeadBuffer(HeadLimits limits) {
    this.limits = limits;
  }

  /** How large it may become. */
  public final HeadLimits limits() {
    return limits;
  }

  /** Copies so many bytes behind those that are there; does not move the reader index. */
  final void append(ByteBuf in, int count) {
    int wanted = length + count;
    if (wanted > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(limits.head(), Math.max(wanted, 2 * bytes.length)));
      view = Unpooled.wrappedBuffer(bytes);
    }
    in.getBytes(in.readerIndex(), bytes, length, count);
    length = wanted;
  }

  /** Whether a byte of the message came. */
  public final boolean isEmpty() {
    return length == 0;
  }

  /** Bytes of the whole head with its empty line, once it is complete. */
  public final int length() {
    return length;
  }

  /** The received bytes, to which all offsets refer; longer than the head. */
  public final byte[] bytes() {
    return bytes;
  }

  /** The same bytes as a buffer whose indices are the offsets. */
  public final ByteBuf view() {
    return view;
  }

  final String string(int start, int end) {
    return new String(bytes, start, end - start, ISO_8859_1);
  }
}
