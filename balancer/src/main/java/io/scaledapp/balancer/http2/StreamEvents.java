package io.scaledapp.balancer.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Stream;

/** What becomes of a connection's streams, whoever caused it. */
final class StreamEvents extends Http2ConnectionAdapter {
  private final ConnectionEvents connection;

  StreamEvents(ConnectionEvents connection) {
    this.connection = connection;
  }

  @Override
  public void onStreamHalfClosed(Http2Stream stream) {
    connection.streamHalfClosed(stream);
  }

  @Override
  public void onGoAwayReceived(int lastStreamId, long errorCode, ByteBuf debugData) {
    connection.goAwayReceived();
  }

  @Override
  public void onStreamClosed(Http2Stream stream) {
    connection.streamClosed(stream);
  }
}
