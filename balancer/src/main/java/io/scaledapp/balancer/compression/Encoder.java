package io.scaledapp.balancer.compression;

import io.netty.buffer.ByteBuf;

/**
 * Compresses one body. Holds memory outside of the heap until it is closed. Not thread-safe; any
 * exception means that nothing more can be made of the body.
 */
interface Encoder extends AutoCloseable {

  /** Takes all of {@code in}; what comes of it may be written only later. */
  void write(ByteBuf in, ByteBuf out);

  /** Writes what makes all that was taken readable for the client. */
  void flush(ByteBuf out);

  /** Writes the rest and the end. */
  void finish(ByteBuf out);

  @Override
  void close();
}
