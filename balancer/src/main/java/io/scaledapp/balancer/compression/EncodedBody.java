package io.scaledapp.balancer.compression;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.scaledapp.balancer.control.CompressionPolicy.Encoding;
import java.util.function.Consumer;

/**
 * The body of one response on its way through an encoder, from {@link Compression#begin} to {@link
 * #close}. Each method returns what is to be sent, in a buffer that the caller owns and that may be
 * empty, or throws {@link EncoderException}; then only {@code close} may follow. Not thread-safe.
 */
public final class EncodedBody implements AutoCloseable {
  private static final int INITIAL_ROOM = 4096;

  private final Encoding encoding;
  private final Encoder encoder;
  private final Runnable whenClosed;
  private boolean closed;

  EncodedBody(Encoding encoding, Encoder encoder, Runnable whenClosed) {
    this.encoding = encoding;
    this.encoder = encoder;
    this.whenClosed = whenClosed;
  }

  public Encoding encoding() {
    return encoding;
  }

  /** Takes all of {@code in}, whose reference stays the caller's. */
  public ByteBuf write(ByteBuf in, ByteBufAllocator allocator) {
    return with(allocator, out -> encoder.write(in, out));
  }

  /** After this the client can read all that was written. */
  public ByteBuf flush(ByteBufAllocator allocator) {
    return with(allocator, encoder::flush);
  }

  /** The rest with the end. */
  public ByteBuf finish(ByteBufAllocator allocator) {
    return with(allocator, encoder::finish);
  }

  private static ByteBuf with(ByteBufAllocator allocator, Consumer<ByteBuf> step) {
    ByteBuf out = allocator.directBuffer(INITIAL_ROOM);
    try {
      step.accept(out);
    } catch (RuntimeException e) {
      out.release();
      throw new EncoderException(e);
    }
    if (!out.isReadable()) {
      out.release();
      return Unpooled.EMPTY_BUFFER;
    }
    return out;
  }

  /** Gives the memory back, whether the body is whole or not. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        encoder.close();
      } finally {
        whenClosed.run();
      }
    }
  }
}
