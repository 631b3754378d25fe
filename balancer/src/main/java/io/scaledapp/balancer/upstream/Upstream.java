package io.scaledapp.balancer.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.scaledapp.balancer.http1.TrailerSection;

/**
 * Who answers a request, as its sender sees it: an HTTP/1.1 connection to a replica, or one stream
 * of an HTTP/2 connection. The answer goes to a {@link ResponseHandler}. For the use of one event
 * loop.
 */
public interface Upstream {

  /** A request is going to be written; its response goes to {@code handler}. */
  void begin(ResponseHandler handler);

  /**
   * Writes the request's head, as HTTP/1.1 has it, and takes over the buffer's reference.
   *
   * @param whole whether no body follows
   */
  void head(ByteBuf head, boolean whole);

  /**
   * Writes bytes of the body and takes over the buffer's reference. Over HTTP/1.1 they are framed
   * as the head says, over HTTP/2 they are the content alone.
   */
  void write(ByteBuf bytes);

  /** Writes the trailers of a body that is passed without framing; {@link #endRequest} follows. */
  void trailers(TrailerSection section);

  /** The body is whole. */
  void endRequest();

  /** Whether the replica takes what is written, so that little of it waits in memory. */
  boolean isWritable();

  /** Whether bytes wait for the replica, and it took some since the last call. */
  boolean isSending();

  /** Whether the response is taken; while not, the replica is slowed down. */
  void setReading(boolean reading);

  ByteBufAllocator allocator();

  /** The request's sender gives up: the replica is told, and the handler hears nothing more. */
  void abandon();

  /** Takes back what was opened and carries no request after all. */
  void park();
}
