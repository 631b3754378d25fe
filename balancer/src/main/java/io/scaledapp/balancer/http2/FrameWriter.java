package io.scaledapp.balancer.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/** Writes the frames of one connection, which are flushed with the batch. */
final class FrameWriter {
  private final Http2Codec codec;
  private final Runnable flushLater;

  /**
   * @param flushLater called after something is written
   */
  FrameWriter(Http2Codec codec, Runnable flushLater) {
    this.codec = codec;
    this.flushLater = flushLater;
  }

  void headers(Http2Stream stream, Http2Headers fields, boolean endOfStream) {
    headers(stream.id(), fields, endOfStream);
  }

  /** Opens the stream with these fields; there is none of the id if that was not possible. */
  @Nullable Http2Stream open(int id, Http2Headers fields, boolean endOfStream) {
    headers(id, fields, endOfStream);
    return codec.connection().stream(id);
  }

  private void headers(int id, Http2Headers fields, boolean endOfStream) {
    var context = context();
    var promise = context.newPromise();
    var unused = codec.encoder().writeHeaders(context, id, fields, 0, endOfStream, promise);
    flushLater.run();
  }

  /** Takes over the reference; what the peer's windows do not allow yet waits. */
  void data(Http2Stream stream, ByteBuf data, boolean endOfStream, PendingData pending) {
    var context = context();
    codec.dataSent();
    var sent = new SentData(context, data.readableBytes(), pending);
    var unused = codec.encoder().writeData(context, stream.id(), data, 0, endOfStream, sent);
    flushLater.run();
  }

  void reset(Http2Stream stream, Http2Error error) {
    var context = context();
    var unused =
        codec.encoder().writeRstStream(context, stream.id(), error.code(), context.newPromise());
    flushLater.run();
  }

  /** Asks for an answer, which comes behind all that the peer sent before it. */
  void ping() {
    var context = context();
    var unused = codec.encoder().writePing(context, false, 0, context.newPromise());
    flushLater.run();
  }

  /** Says up to which of its streams the peer is served. */
  void goAway(int lastStreamId, Http2Error error) {
    var context = context();
    var promise = context.newPromise();
    var unused = codec.goAway(context, lastStreamId, error.code(), Unpooled.EMPTY_BUFFER, promise);
    flushLater.run();
  }

  /**
   * Makes the window of a fresh connection as wide as those of all its streams, so that one that
   * stands still holds up no other.
   */
  void widenConnectionWindow() {
    try {
      int wide = Http2Codec.MAX_STREAMS * Http2Codec.STREAM_WINDOW;
      received()
          .incrementWindowSize(
              codec.connection().connectionStream(), wide - Http2CodecUtil.DEFAULT_WINDOW_SIZE);
    } catch (Http2Exception e) {
      codec.onError(context(), true, e);
    }
    flushLater.run();
  }

  /** Bytes of a body were passed on, so that the peer may send as many more. */
  void consume(Http2Stream stream, int bytes) {
    try {
      if (received().consumeBytes(stream, bytes)) {
        flushLater.run();
      }
    } catch (Http2Exception e) {
      codec.onError(context(), true, e);
    }
  }

  /** The rest of a body is not going to be passed on. */
  void consumeAll(Http2Stream stream) {
    consume(stream, received().unconsumedBytes(stream));
  }

  private Http2LocalFlowController received() {
    return codec.decoder().flowController();
  }

  private ChannelHandlerContext context() {
    return codec.encoder().flowController().channelHandlerContext();
  }
}
