package io.scaledapp.balancer.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2FrameReader;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at received frames before Netty does: refuses fields on a stream that cannot have any more,
 * which Netty takes for a lesser fault (RFC 9113 section 5.1), and floods of frames that have to be
 * acknowledged (CVE-2019-9512, CVE-2019-9515).
 */
final class FrameGuard implements Http2FrameReader {
  /** PING and SETTINGS frames in a time, without the PINGs that {@link #dataSent} allows. */
  private static final int MAX_ACKNOWLEDGED = 1000;

  private static final long WINDOW = Duration.ofSeconds(10).toNanos();

  private final Http2FrameReader reader;
  private final Http2Connection connection;
  private final ResetStreams resets;
  private final LongSupplier nanoTime;
  private @Nullable Http2FrameListener guarded;
  private @Nullable Http2FrameListener guarding;
  private long windowStart;
  private int acknowledged;
  private long allowedPings;

  FrameGuard(Http2FrameReader reader, Http2Connection connection, LongSupplier nanoTime) {
    this.reader = reader;
    this.connection = connection;
    this.nanoTime = nanoTime;
    resets = new ResetStreams();
    connection.addListener(resets);
    windowStart = nanoTime.getAsLong();
  }

  @Override
  public void readFrame(ChannelHandlerContext context, ByteBuf in, Http2FrameListener listener)
      throws Http2Exception {
    if (guarding == null || guarded != listener) {
      guarded = listener;
      guarding = new Guarding(listener);
    }
    reader.readFrame(context, in, guarding);
  }

  @Override
  public Configuration configuration() {
    return reader.configuration();
  }

  @Override
  public void close() {
    reader.close();
  }

  private void checkHeaders(int id) throws Http2Exception {
    Http2Stream stream = connection.stream(id);
    if (stream == null) {
      boolean closed = id <= connection.remote().lastStreamCreated();
      if (closed && !connection.goAwaySent() && !resets.contains(id)) {
        throw Http2Exception.connectionError(
            Http2Error.STREAM_CLOSED, "HEADERS on the closed stream %d", id);
      }
    } else if (stream.state() == Http2Stream.State.HALF_CLOSED_REMOTE) {
      throw Http2Exception.streamError(id, Http2Error.STREAM_CLOSED, "HEADERS after the request");
    }
  }

  /**
   * DATA is sent, for which one PING is no flood: gRPC measures the path with PINGs while it gets
   * DATA, one a round trip.
   */
  void dataSent() {
    allowedPings++;
  }

  private void countPing() throws Http2Exception {
    if (allowedPings > 0) {
      allowedPings--;
    } else {
      countAcknowledged();
    }
  }

  private void countAcknowledged() throws Http2Exception {
    long now = nanoTime.getAsLong();
    if (now - windowStart >= WINDOW) {
      windowStart = now;
      acknowledged = 0;
    }
    if (++acknowledged > MAX_ACKNOWLEDGED) {
      throw Http2Exception.connectionError(
          Http2Error.ENHANCE_YOUR_CALM, "a flood of PING or SETTINGS frames");
    }
  }

  private final class Guarding extends Http2FrameListenerDecorator {
    Guarding(Http2FrameListener listener) {
      super(listener);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext context,
        int streamId,
        Http2Headers headers,
        int padding,
        boolean endStream)
        throws Http2Exception {
      checkHeaders(streamId);
      super.onHeadersRead(context, streamId, headers, padding, endStream);
    }

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
      checkHeaders(streamId);
      super.onHeadersRead(
          context, streamId, headers, streamDependency, weight, exclusive, padding, endStream);
    }

    @Override
    public void onPingRead(ChannelHandlerContext context, long data) throws Http2Exception {
      countPing();
      super.onPingRead(context, data);
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings)
        throws Http2Exception {
      countAcknowledged();
      super.onSettingsRead(context, settings);
    }
  }
}
