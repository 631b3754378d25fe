package io.scaledapp.balancer.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import io.scaledapp.balancer.eventloop.ChannelEnd;
import io.scaledapp.balancer.eventloop.Deadline;
import io.scaledapp.balancer.eventloop.Worker;
import io.scaledapp.balancer.exchange.ClientIdentity;
import io.scaledapp.balancer.exchange.LastWords;
import io.scaledapp.balancer.exchange.OwnResponse;
import io.scaledapp.balancer.exchange.Proxy;
import io.scaledapp.balancer.forwarded.Peer;
import io.scaledapp.balancer.http1.Refusal;
import io.vertx.core.net.impl.ShutdownEvent;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client's HTTP/2 connection: gives each {@link RequestStream} its frames, and ends when it has
 * been idle for too long or the balancer leaves. Behind the {@link Http2Codec} in the pipeline.
 */
public final class Http2ClientConnection extends ChannelEnd implements ConnectionEvents {
  private final Proxy proxy;
  private final Worker worker;
  private final Proxy.Settings settings;
  private final ClientIdentity identity;
  private final boolean secure;
  private final Http2Codec codec;
  private final FrameWriter frames;
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

  private Http2ClientConnection(Proxy proxy, Peer peer) {
    super(proxy.worker().flushes());
    this.proxy = proxy;
    settings = proxy.settings();
    identity = new ClientIdentity(proxy, peer);
    secure = peer.secure();
    worker = proxy.worker();
    codec = Http2Codec.ofClient(worker.limits(), new ConnectionFrames(this), worker::nanoTime);
    codec.onFault(this::failed);
    frames = new FrameWriter(codec, this::flushLater);
    Http2Connection http2 = codec.connection();
    streamKey = http2.newKey();
    http2.addListener(new StreamEvents(this));
  }

  /**
   * Lets what follows in {@code pipeline} be HTTP/2 from {@code peer}, from its preface on; behind
   * the TLS handler if it speaks TLS.
   */
  public static void addTo(ChannelPipeline pipeline, Proxy proxy, Peer peer) {
    var connection = new Http2ClientConnection(proxy, peer);
    pipeline.addLast(connection.codec, connection);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    super.handlerAdded(context);
    if (secure) {
      secured();
    }
    // Until the settings come, which end the client's preface.
    deadline(settings.headTimeout());
    frames.widenConnectionWindow();
    if (!proxy.connectionOpened()) {
      proxy.failures().failed(OwnResponse.TOO_MANY_CONNECTIONS, identity);
      frames.goAway(0, Http2Error.ENHANCE_YOUR_CALM);
      closeAfterWrites();
    }
  }

  private void failed(Http2Exception fault) {
    Refusal refusal = ClientFault.of(fault);
    proxy.failures().failed(refusal, identity);
    if (!Http2Exception.isStreamError(fault)) {
      forEachRequest(request -> request.broken(refusal.cause()));
      return;
    }
    RequestStream request = requestOf(codec.connection().stream(Http2Exception.streamId(fault)));
    if (request != null) {
      request.broken(refusal.cause());
    } else if (fault instanceof Http2Exception.HeaderListSizeException) {
      // No stream of ours took it.
      proxy.logUnread(refusal, identity);
    }
  }

  Proxy proxy() {
    return proxy;
  }

  ClientIdentity identity() {
    return identity;
  }

  FrameWriter frames() {
    return frames;
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

  @Override
  public void settingsReceived() {
    if (codec.connection().numActiveStreams() == 0) {
      deadline(settings.idleTimeout());
    }
  }

  @Override
  public void headers(int id, FieldList fields, boolean endOfStream) throws Http2Exception {
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

  @Override
  public void data(int id, ByteBuf data, boolean endOfStream) throws Http2Exception {
    Http2Stream stream = codec.connection().stream(id);
    RequestStream request = requestOf(stream);
    if (request == null) {
      frames.consume(stream, data.readableBytes());
    } else {
      request.data(data, endOfStream);
    }
  }

  @Override
  public void windowUpdated(int id) {
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
  @Override
  public void pingAnswered() {
    if (leaving == Leaving.ANNOUNCED) {
      tell();
    }
  }

  @Override
  public void streamHalfClosed(Http2Stream stream) {
    RequestStream request = requestOf(stream);
    if (request != null && stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
      request.outputEnded();
    }
  }

  @Override
  public void streamClosed(Http2Stream stream) {
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
      deadline(settings.idleTimeout());
    }
  }

  private @Nullable RequestStream requestOf(@Nullable Http2Stream stream) {
    return stream == null ? null : stream.getProperty(streamKey);
  }

  /** Asks the client to go elsewhere, and finds out when it knows. */
  private void announce() {
    if (leaving == Leaving.NOT) {
      leaving = Leaving.ANNOUNCED;
      frames.goAway(Integer.MAX_VALUE, Http2Error.NO_ERROR);
      frames.ping();
    }
  }

  /** Tells the client which of its streams was the last; the connection ends with them. */
  private void tell() {
    leaving = Leaving.TOLD;
    frames.goAway(codec.connection().remote().lastStreamCreated(), Http2Error.NO_ERROR);
    if (codec.connection().numActiveStreams() == 0) {
      closeAfterWrites();
    }
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
    LastWords.schedule(worker, grace, this::drainEnds);
  }

  private void drainEnds() {
    if (isActive()) {
      tell();
      forEachRequest(RequestStream::drainEnds);
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
