package io.scaledapp.balancer.http2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameReader;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.netty.util.AsciiString;
import io.scaledapp.balancer.http1.Cause;
import io.scaledapp.balancer.http1.HeadLimits;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Netty's frames, HPACK and flow control, with what a peer may do to them bounded. */
final class Http2Codec extends Http2ConnectionHandler {
  private static final Logger log = LoggerFactory.getLogger(Http2Codec.class);

  /** Streams open at once, as in nginx ({@code http2_max_concurrent_streams} 128) and Envoy. */
  static final int MAX_STREAMS = 100;

  /**
   * Bytes of one request's body that may wait for its replica (RFC 9113 section 6.9.2). The 64 KiB
   * that are the default let a client 50 ms away send no more than 1.3 MB/s.
   */
  static final int STREAM_WINDOW = 256 * 1024;

  /** What RFC 9113 section 6.5.2 adds to each field when it counts their size. */
  private static final int FIELD_OVERHEAD = 32;

  /**
   * Resets of either side in a time, without those in which nothing went wrong: more is a flood
   * (CVE-2023-44487, CVE-2025-8671).
   */
  private static final int MAX_RESETS = 500;

  private static final int RESETS_SECONDS = 10;

  /** Acknowledgements that wait for a client that does not read. */
  private static final int MAX_QUEUED_ACKNOWLEDGEMENTS = 1000;

  private static final Http2Headers TOO_LARGE =
      ReadOnlyHttp2Headers.serverHeaders(
          false,
          AsciiString.cached("431"),
          AsciiString.cached("proxy-status"),
          AsciiString.cached(Cause.REQUEST_HEAD_TOO_LARGE.proxyStatus()),
          AsciiString.cached("content-length"),
          AsciiString.cached("0"));

  private final FrameGuard guard;
  private Consumer<Http2Exception> faults = fault -> {};

  private Http2Codec(
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings settings,
      FrameGuard guard) {
    super(decoder, encoder, settings, true);
    this.guard = guard;
  }

  /**
   * A codec for one client.
   *
   * @param listener gets the frames; their fields are a {@link FieldList}
   * @param nanoTime monotonic nanoseconds
   */
  static Http2Codec ofClient(
      HeadLimits limits, Http2FrameListener listener, LongSupplier nanoTime) {
    return of(new DefaultHttp2Connection(true), limits, listener, nanoTime);
  }

  /** The same for a connection to a replica. */
  static Http2Codec ofReplica(
      HeadLimits limits, Http2FrameListener listener, LongSupplier nanoTime) {
    return of(new DefaultHttp2Connection(false), limits, listener, nanoTime);
  }

  private static Http2Codec of(
      Http2Connection connection,
      HeadLimits limits,
      Http2FrameListener listener,
      LongSupplier nanoTime) {
    // All streams alike: RFC 9113 section 5.3 took the priorities of old away.
    var distributor = new UniformStreamByteDistributor(connection);
    connection
        .remote()
        .flowController(new DefaultHttp2RemoteFlowController(connection, distributor));
    int maxFields = maxHeaderListSize(limits);
    var guard = new FrameGuard(reader(maxFields), connection, nanoTime);
    return new Builder(connection.isServer(), maxFields, listener, guard).of(connection);
  }

  private static int maxHeaderListSize(HeadLimits limits) {
    return limits.head() + FIELD_OVERHEAD * limits.fields();
  }

  private static Http2FrameReader reader(int maxHeaderListSize) {
    return new DefaultHttp2FrameReader(
        new DefaultHttp2HeadersDecoder(true, maxHeaderListSize) {
          @Override
          protected Http2Headers newHeaders() {
            return new FieldList();
          }
        });
  }

  /** DATA is sent, for which the peer may send a PING. */
  void dataSent() {
    guard.dataSent();
  }

  /** Has what the peer does wrong told, on the event loop. */
  void onFault(Consumer<Http2Exception> faults) {
    this.faults = faults;
  }

  /** In place of Netty's answer, which does not say who gives it. */
  @Override
  protected void handleServerHeaderDecodeSizeError(
      ChannelHandlerContext context, Http2Stream stream) {
    encoder().writeHeaders(context, stream.id(), TOO_LARGE, 0, true, context.newPromise());
  }

  @Override
  protected void onStreamError(
      ChannelHandlerContext context,
      boolean outbound,
      Throwable cause,
      Http2Exception.StreamException http2) {
    // A frame for a stream that is closed may have been on its way when it was.
    if (!outbound && http2.error() != Http2Error.STREAM_CLOSED) {
      faults.accept(http2);
    }
    super.onStreamError(context, outbound, cause, http2);
  }

  /** Also tells of what is no fault of the client. */
  @Override
  protected void onConnectionError(
      ChannelHandlerContext context,
      boolean outbound,
      Throwable cause,
      @Nullable Http2Exception http2) {
    if (http2 == null && !(cause instanceof IOException)) {
      log.atError().setCause(cause).log("a connection failed for a reason of the balancer's own");
    }
    if (http2 != null) {
      faults.accept(http2);
    }
    super.onConnectionError(context, outbound, cause, http2);
  }

  /**
   * Builds a codec in two steps, since the guards of Netty's encoder cannot be had by themselves:
   * first with a decoder of Netty's, and then with one that reads through a {@link FrameGuard}.
   */
  private static final class Builder
      extends AbstractHttp2ConnectionHandlerBuilder<Http2Codec, Builder> {
    private final boolean toClient;
    private final int maxFields;
    private final Http2FrameListener listener;
    private final FrameGuard guard;

    Builder(boolean toClient, int maxFields, Http2FrameListener listener, FrameGuard guard) {
      this.toClient = toClient;
      this.maxFields = maxFields;
      this.listener = listener;
      this.guard = guard;
      frameListener(listener);
      var settings =
          new Http2Settings().initialWindowSize(STREAM_WINDOW).maxHeaderListSize(maxFields);
      if (toClient) {
        settings.maxConcurrentStreams(MAX_STREAMS).connectProtocolEnabled(true);
        decoderEnforceMaxRstFramesPerWindow(MAX_RESETS, RESETS_SECONDS);
        encoderEnforceMaxRstFramesPerWindow(MAX_RESETS, RESETS_SECONDS);
      } else {
        // Replicas are trusted, and a connection of theirs serves many clients.
        settings.pushEnabled(false);
        decoderEnforceMaxRstFramesPerWindow(0, RESETS_SECONDS);
        encoderEnforceMaxRstFramesPerWindow(0, RESETS_SECONDS);
      }
      initialSettings(settings);
      encoderEnforceMaxQueuedControlFrames(MAX_QUEUED_ACKNOWLEDGEMENTS);
      // The end of a connection is told by hand, since it has two steps.
      decoupleCloseAndGoAway(true);
    }

    Http2Codec of(Http2Connection connection) {
      return connection(connection).build();
    }

    @Override
    protected Http2Codec build(
        Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
      if (connection() == null) {
        return new Http2Codec(decoder, encoder, settings, guard);
      }
      decoder.close();
      var guarded = new DefaultHttp2ConnectionDecoder(connection(), encoder, guard);
      return new Builder(toClient, maxFields, listener, guard).codec(guarded, encoder).build();
    }
  }
}
