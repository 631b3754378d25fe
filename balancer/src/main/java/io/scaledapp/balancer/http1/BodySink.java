package io.scaledapp.balancer.http1;

import io.netty.buffer.ByteBuf;

/** Takes the bytes of a body as they are found. */
@FunctionalInterface
public interface BodySink {

  /** Takes over the buffer and its reference. */
  void body(ByteBuf bytes);

  /** The trailers of a body whose content alone is passed; valid during the call. */
  default void trailers(TrailerSection section) {}
}
