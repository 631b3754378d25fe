package io.scaledapp.balancer.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;

/** The frames of a connection that mean something to the balancer; Netty sees to the others. */
final class ConnectionFrames extends Http2FrameAdapter {
  private final ConnectionEvents connection;

  ConnectionFrames(ConnectionEvents connection) {
    this.connection = connection;
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) {
    connection.settingsReceived();
  }

  /** Priorities are of no account (RFC 9113 section 5.3.2). */
  @Override
  public void onHeadersRead(
      ChannelHandlerContext context,
      int streamId,
      Http2Headers headers,
      int streamDependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean endStream)
      throws Http2Exception {
    connection.headers(streamId, (FieldList) headers, endStream);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context,
      int streamId,
      Http2Headers headers,
      int padding,
      boolean endStream)
      throws Http2Exception {
    connection.headers(streamId, (FieldList) headers, endStream);
  }

  /** Returns what the peer may send anew at once: the padding, which nobody waits for. */
  @Override
  public int onDataRead(
      ChannelHandlerContext context, int streamId, ByteBuf data, int padding, boolean endOfStream)
      throws Http2Exception {
    connection.data(streamId, data, endOfStream);
    return padding;
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext context, int streamId, long errorCode) {
    connection.reset(streamId, errorCode);
  }

  @Override
  public void onWindowUpdateRead(
      ChannelHandlerContext context, int streamId, int windowSizeIncrement) {
    connection.windowUpdated(streamId);
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext context, long data) {
    connection.pingAnswered();
  }
}
