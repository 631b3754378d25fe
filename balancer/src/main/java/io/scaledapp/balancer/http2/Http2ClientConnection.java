package io.scaledapp.balancer.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.scaledapp.balancer.eventloop.ChannelEnd;
import io.scaledapp.balancer.eventloop.Deadline;
import io.scaledapp.balancer.eventloop.Worker;
import io.scaledapp.balancer.exchange.ClientIdentity;
import io.scaledapp.balancer.exchange.Proxy;
import io.vertx.core.net.impl.ShutdownEvent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client's HTTP/2 connection: gives each {@link RequestStream} its frames, and ends when it has
 * been idle for too long or the balancer leaves. Behind the {@link Http2Codec} in the pipeline.
 */
public final class Http2ClientConnection extends ChannelEnd {
  /** How long before the end of a drain streams are told, so that the words get through. */
  private static final Duration CLOSE_MARGIN = Duration.ofMillis(500);

  private final Proxy proxy;
  private final Worker worker;
  private final ClientIdentity identity;
  private final Http2Codec codec;
  private final Http2Connection.PropertyKey streamKey;
  private final ConnectionCount count = new ConnectionCount();
  private final Deadline deadline = new IdleDeadline();
  private long windowUpdates;
  private Leaving leaving = Leaving.NOT;

  /** How far the client knows that it has to go elsewhere (RFC 9113 section 6.8). */
  private enum Leaving {
    NOT,
    /** It was asked to open no streams; those that are on their way are served. */
    ANNOUNCED,
    /** It was told which stream was the last. */
    TOLD
  }

  private Http2ClientConnection(Proxy proxy, ClientIdentity identity) {
    super(proxy.worker().flushes());
    this.proxy = proxy;
    this.identity = identity;
    worker = proxy.worker();
    codec = Http2Codec.of(worker.limits(), new ConnectionFrames(this), worker::nanoTime);
    Http2Connection http2 = codec.connection();
    streamKey = http2.newKey();
    http2.addListener(new StreamEvents(this));
    codec.encoder().flowController().listener(stream -> writabilityChanged(stream));
  }

  /** Lets what follows in {@code pipeline} be HTTP/2, from its preface on. */
  public static void addTo(ChannelPipeline pipeline, Proxy proxy, ClientIdentity identity) {
    var connection = new Http2ClientConnection(proxy, identity);
    pipeline.addLast(connection.codec, connection);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    super.handlerAdded(context);
    // Until the settings come, which end the client's preface.
    deadline(proxy.settings().headTimeout());
    widenConnectionWindow();
    if (!proxy.connectionOpened()) {
      goAway(0, Http2Error.ENHANCE_YOUR_CALM);
      closeAfterWrites();
    }
  }

  /** As wide as all streams' windows, so that a stream that stands still holds up no other. */
  private void widenConnectionWindow() {
    try {
      codec
          .decoder()
          .flowController()
          .incrementWindowSize(
              codec.connection().connectionStream(),
              Http2Codec.MAX_STREAMS * Http2Codec.STREAM_WINDOW
                  - Http2CodecUtil.DEFAULT_WINDOW_SIZE);
      flushLater();
    } catch (Http2Exception e) {
      throw new IllegalStateException("a fresh connection has a window that can be widened", e);
    }
  }

  Proxy proxy() {
    return proxy;
  }

  ClientIdentity identity() {
    return identity;
  }

  ConnectionCount count() {
    return count;
  }

  /** How often the client widened the connection's window. */
  long windowUpdates() {
    return windowUpdates;
  }

  /** Bytes that wait for the client on the connection; only comparable with each other. */
  long unsentBytes() {
    return unsent();
  }

  /** The client's settings came, and so its preface is whole. */
  void settingsReceived() {
    if (codec.connection().numActiveStreams() == 0) {
      deadline(proxy.settings().idleTimeout());
    }
  }

  /**
   * A request's fields, or those after its body.
   *
   * @throws Http2Exception a stream error if they are malformed
   */
  void headers(int id, FieldList fields, boolean endOfStream) throws Http2Exception {
    Http2Stream stream = codec.connection().stream(id);
    RequestStream request = requestOf(stream);
    if (request != null) {
      request.trailers(fields);
      return;
    }
    clearDeadline();
    request = new RequestStream(this, stream);
    stream.setProperty(streamKey, request);
    request.begin(fields, endOfStream);
    if (proxy.departure().hasBegun()) {
      announce();
    }
  }

  /** Bytes of a request's body. */
  void data(int id, ByteBuf data, boolean endOfStream) throws Http2Exception {
    Http2Stream stream = codec.connection().stream(id);
    RequestStream request = requestOf(stream);
    if (request == null) {
      consume(stream, data.readableBytes());
    } else {
      request.data(data, endOfStream);
    }
  }

  /** The client widened the window of a stream, or of the connection. */
  void windowUpdated(int id) {
    if (id == 0) {
      windowUpdates++;
    } else {
      RequestStream request = requestOf(codec.connection().stream(id));
      if (request != null) {
        request.windowUpdated();
      }
    }
  }

  /** The client got all that was sent before {@link #announce}. */
  void pingAnswered() {
    if (leaving == Leaving.ANNOUNCED) {
      tell();
    }
  }

  private void writabilityChanged(Http2Stream stream) {
    RequestStream request = requestOf(stream);
    if (request != null && isWritable(stream)) {
      request.writable();
    }
  }

  /** The balancer's answer on a stream is all sent. */
  void streamHalfClosed(Http2Stream stream) {
    RequestStream request = requestOf(stream);
    if (request != null && stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
      request.outputEnded();
    }
  }

  void streamClosed(Http2Stream stream) {
    RequestStream request = requestOf(stream);
    if (request != null) {
      request.closed();
    }
    if (codec.connection().numActiveStreams() == 0 && isActive()) {
      idle();
    }
  }

  private void idle() {
    if (leaving == Leaving.TOLD) {
      closeAfterWrites();
    } else {
      deadline(proxy.settings().idleTimeout());
    }
  }

  private @Nullable RequestStream requestOf(@Nullable Http2Stream stream) {
    return stream == null ? null : stream.getProperty(streamKey);
  }

  boolean isWritable(Http2Stream stream) {
    return codec.encoder().flowController().isWritable(stream);
  }

  void writeHeaders(Http2Stream stream, Http2Headers fields, boolean endOfStream) {
    var context = codecContext();
    var unused =
        codec
            .encoder()
            .writeHeaders(context, stream.id(), fields, 0, endOfStream, context.newPromise());
    flushLater();
  }

  void writeData(Http2Stream stream, ByteBuf data, boolean endOfStream) {
    var context = codecContext();
    var unused =
        codec.encoder().writeData(context, stream.id(), data, 0, endOfStream, context.newPromise());
    flushLater();
  }

  void reset(Http2Stream stream, Http2Error error) {
    var context = codecContext();
    var unused =
        codec.encoder().writeRstStream(context, stream.id(), error.code(), context.newPromise());
    flushLater();
  }

  /** Bytes of a body were passed on, so that the client may send as many more. */
  void consume(Http2Stream stream, int bytes) {
    try {
      if (codec.decoder().flowController().consumeBytes(stream, bytes)) {
        flushLater();
      }
    } catch (Http2Exception e) {
      codec.onError(codecContext(), true, e);
    }
  }

  /** The rest of a body is not going to be passed on. */
  void consumeAll(Http2Stream stream) {
    consume(stream, codec.decoder().flowController().unconsumedBytes(stream));
  }

  private ChannelHandlerContext codecContext() {
    return codec.encoder().flowController().channelHandlerContext();
  }

  /** Asks the client to go elsewhere, and finds out when it knows. */
  private void announce() {
    if (leaving == Leaving.NOT) {
      leaving = Leaving.ANNOUNCED;
      goAway(Integer.MAX_VALUE, Http2Error.NO_ERROR);
      var context = codecContext();
      var unused = codec.encoder().writePing(context, false, 0, context.newPromise());
      flushLater();
    }
  }

  /** Tells the client which of its streams was the last; the connection ends with them. */
  private void tell() {
    leaving = Leaving.TOLD;
    goAway(codec.connection().remote().lastStreamCreated(), Http2Error.NO_ERROR);
    if (codec.connection().numActiveStreams() == 0) {
      closeAfterWrites();
    }
  }

  private void goAway(int lastStreamId, Http2Error error) {
    var context = codecContext();
    var unused =
        codec.goAway(
            context, lastStreamId, error.code(), Unpooled.EMPTY_BUFFER, context.newPromise());
    flushLater();
  }

  /** The listener closes. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ShutdownEvent shutdown) {
      drain(Duration.of(shutdown.timeout(), shutdown.timeUnit().toChronoUnit()));
      worker.flushes().flush();
    } else {
      super.userEventTriggered(context, event);
    }
  }

  private void drain(Duration grace) {
    announce();
    if (grace.isPositive()) {
      long margin = Math.min(CLOSE_MARGIN.toNanos(), grace.toNanos() / 4);
      var unused =
          worker
              .eventLoop()
              .schedule(this::drainEnds, grace.toNanos() - margin, TimeUnit.NANOSECONDS);
    } else {
      drainEnds();
    }
  }

  private void drainEnds() {
    if (isActive()) {
      tell();
      forEachRequest(RequestStream::drainEnds);
      worker.flushes().flush();
    }
  }

  private void forEachRequest(Consumer<RequestStream> action) {
    try {
      codec
          .connection()
          .forEachActiveStream(
              stream -> {
                RequestStream request = requestOf(stream);
                if (request != null) {
                  action.accept(request);
                }
                return true;
              });
    } catch (Http2Exception e) {
      throw new IllegalStateException("the visitor throws nothing", e);
    }
  }

  private void deadline(Duration delay) {
    worker.wheel().set(deadline, worker.nanoTime(), delay.toNanos());
  }

  private void clearDeadline() {
    worker.wheel().clear(deadline);
  }

  /** The codec leaves nothing that it does not know. */
  @Override
  protected void received(ByteBuf bytes) {
    bytes.release();
  }

  /** The flow controller tells each stream by itself. */
  @Override
  protected void writable() {}

  /** Without half-closure this is the end. */
  @Override
  protected void inputEnded() {
    close();
  }

  @Override
  protected void closed() {
    proxy.connectionClosed();
    count.clear();
    worker.wheel().remove(deadline);
  }

  private final class IdleDeadline extends Deadline {
    @Override
    protected void expired() {
      tell();
    }
  }
}
