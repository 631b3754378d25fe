package io.scaledapp.balancer.http2;

import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Stream;

/** What becomes of a connection's streams, whoever caused it. */
final class StreamEvents extends Http2ConnectionAdapter {
  private final Http2ClientConnection connection;

  StreamEvents(Http2ClientConnection connection) {
    this.connection = connection;
  }

  @Override
  public void onStreamHalfClosed(Http2Stream stream) {
    connection.streamHalfClosed(stream);
  }

  @Override
  public void onStreamClosed(Http2Stream stream) {
    connection.streamClosed(stream);
  }
}
