package io.scaledapp.balancer.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;

/** What comes on an HTTP/2 connection and means something to the balancer, on its event loop. */
interface ConnectionEvents {

  /** The peer's settings came; the first ones end its preface. */
  void settingsReceived();

  /**
   * Fields of a stream: those of its message, or those after the body.
   *
   * @throws Http2Exception a stream error if they are malformed
   */
  void headers(int id, FieldList fields, boolean endOfStream) throws Http2Exception;

  /**
   * Bytes of a body, which count against the stream's window until they are consumed.
   *
   * @param data valid during the call
   * @throws Http2Exception a stream error if there may be none
   */
  void data(int id, ByteBuf data, boolean endOfStream) throws Http2Exception;

  /** The peer resets the stream, which is closed next. */
  default void reset(int id, long errorCode) {}

  /** The peer widened the window of a stream, or of the connection, whose id is 0. */
  void windowUpdated(int id);

  /** The peer got all that was sent before a PING. */
  default void pingAnswered() {}

  /** What the balancer sends on a stream is all sent. */
  default void streamHalfClosed(Http2Stream stream) {}

  /** Both sides have ended the stream, one has reset it, or all is gone. */
  void streamClosed(Http2Stream stream);

  /** The peer takes no further stream. */
  default void goAwayReceived() {}
}
