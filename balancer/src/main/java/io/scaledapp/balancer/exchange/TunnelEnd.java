package io.scaledapp.balancer.exchange;

import io.netty.buffer.ByteBuf;

/** The client's side of a {@link Tunnel}. For the use of one event loop. */
interface TunnelEnd {

  /** Writes bytes, and takes over the buffer's reference. */
  void write(ByteBuf bytes);

  /**
   * Tells the client that nothing follows; still reads.
   *
   * @param whenDone called when it is told, unless the client is gone
   */
  void endOutput(Runnable whenDone);

  /** Sends what is written, then ends. */
  void closeAfterWrites();
}
