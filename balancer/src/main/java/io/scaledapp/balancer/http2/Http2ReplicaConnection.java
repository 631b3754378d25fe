package io.scaledapp.balancer.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.scaledapp.balancer.eventloop.ChannelEnd;
import io.scaledapp.balancer.eventloop.Deadline;
import io.scaledapp.balancer.eventloop.Worker;
import io.scaledapp.balancer.upstream.SharedConnection;
import io.scaledapp.balancer.upstream.SharedConnections;
import io.scaledapp.balancer.upstream.Upstream;
import io.scaledapp.balancer.upstream.UpstreamEndpoint;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/2 connection to a replica: gives each {@link ReplicaStream} its frames. It takes requests
 * from the replica's first SETTINGS on, until the replica or the balancer has had enough of it.
 * Behind the {@link Http2Codec} in the pipeline.
 */
public final class Http2ReplicaConnection extends ChannelEnd
    implements SharedConnection, ConnectionEvents {
  /** Servers keep idle connections longer, and say so when they do not. */
  private static final Duration IDLE = Duration.ofSeconds(60);

  /**
   * Requests that clients gave up. Servers take many resets on one connection for an attack
   * (CVE-2023-44487), and all other requests on it would suffer; so it is replaced before.
   */
  private static final int MAX_CANCELLED = 100;

  /** Far from the end of the ids, with which a connection ends (RFC 9113 section 5.1.1). */
  private static final int LAST_STREAM = 1 << 30;

  private enum State {
    /** The replica has not said yet that it speaks HTTP/2. */
    OPENING,
    OPEN,
    /** Takes no further request. */
    LEAVING,
    GONE
  }

  private final Worker worker;
  private final UpstreamEndpoint endpoint;
  private final Duration timeout;
  private final SharedConnections pool;
  private final Http2Codec codec;
  private final Http2Connection http2;
  private final FrameWriter frames;
  private final Http2Connection.PropertyKey streamKey;
  private final Deadline deadline = new IdleDeadline();
  private State state = State.OPENING;
  private long windowUpdates;
  private int cancelled;

  /** Those that are open, and those that are about to be. */
  private int streams;

  private Http2ReplicaConnection(
      Worker worker, UpstreamEndpoint endpoint, Duration timeout, SharedConnections pool) {
    super(worker.flushes());
    this.worker = worker;
    this.endpoint = endpoint;
    this.timeout = timeout;
    this.pool = pool;
    codec = Http2Codec.ofReplica(worker.limits(), new ConnectionFrames(this), worker::nanoTime);
    frames = new FrameWriter(codec, this::flushLater);
    http2 = codec.connection();
    streamKey = http2.newKey();
    http2.addListener(new StreamEvents(this));
  }

  /** How HTTP/2 begins, by prior knowledge or when ALPN chose it (RFC 9113 section 3.3). */
  public static void begin(
      ChannelPipeline pipeline,
      String before,
      Worker worker,
      UpstreamEndpoint endpoint,
      Duration timeout,
      SharedConnections pool) {
    var connection = new Http2ReplicaConnection(worker, endpoint, timeout, pool);
    pipeline
        .addBefore(before, "http2-codec", connection.codec)
        .addBefore(before, "http2-replica-connection", connection);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    super.handlerAdded(context);
    secured();
    endpoint.connectionOpened();
    deadline(timeout);
    frames.widenConnectionWindow();
  }

  /** Whether the connection speaks TLS. */
  boolean isSecured() {
    return isSecure();
  }

  UpstreamEndpoint endpoint() {
    return endpoint;
  }

  FrameWriter frames() {
    return frames;
  }

  /** How often the replica widened the connection's window. */
  long windowUpdates() {
    return windowUpdates;
  }

  /** Bytes that wait for the replica on the connection; only comparable with each other. */
  long unsentBytes() {
    return unsent();
  }

  @Override
  public int room() {
    if (state != State.OPEN || !isActive()) {
      return 0;
    }
    return Math.min(Http2Codec.MAX_STREAMS, http2.local().maxActiveStreams()) - streams;
  }

  @Override
  public Upstream open() {
    streams++;
    worker.wheel().clear(deadline);
    return new ReplicaStream(this, worker);
  }

  /** What was opened carries no request. */
  void released() {
    streams--;
    roomAgain();
  }

  /** Opens the stream of a request; null if the connection can have no further one. */
  @Nullable Http2Stream begin(ReplicaStream request, Http2Headers fields, boolean whole) {
    int id = http2.local().incrementAndGetNextStreamId();
    if (id >= LAST_STREAM) {
      retire();
    }
    Http2Stream stream = frames.open(id, fields, whole);
    if (stream == null) {
      released();
    } else {
      stream.setProperty(streamKey, request);
    }
    return stream;
  }

  /** The balancer does not go on with a stream, which may be closed already. */
  void cancel(Http2Stream stream) {
    if (stream.state() == Http2Stream.State.CLOSED) {
      return;
    }
    frames.reset(stream, Http2Error.CANCEL);
    if (++cancelled >= MAX_CANCELLED) {
      retire();
    }
  }

  /** Whether the replica said that it did not look at the stream and is not going to. */
  boolean isDisowned(Http2Stream stream) {
    return http2.goAwayReceived() && stream.id() > http2.local().lastStreamKnownByPeer();
  }

  @Override
  public void settingsReceived() {
    if (state == State.OPENING) {
      state = State.OPEN;
      deadline(IDLE);
      pool.opened(this);
    } else {
      pool.roomAgain();
    }
  }

  @Override
  public void headers(int id, FieldList fields, boolean endOfStream) throws Http2Exception {
    ReplicaStream request = requestOf(http2.stream(id));
    if (request != null) {
      request.headers(id, fields, endOfStream);
    }
  }

  @Override
  public void data(int id, ByteBuf data, boolean endOfStream) throws Http2Exception {
    Http2Stream stream = http2.stream(id);
    ReplicaStream request = requestOf(stream);
    if (request != null) {
      request.data(id, data, endOfStream);
    } else if (stream != null) {
      frames.consume(stream, data.readableBytes());
    }
  }

  @Override
  public void reset(int id, long errorCode) {
    ReplicaStream request = requestOf(http2.stream(id));
    if (request != null) {
      request.reset(errorCode);
    }
  }

  @Override
  public void windowUpdated(int id) {
    if (id == 0) {
      windowUpdates++;
    } else {
      ReplicaStream request = requestOf(http2.stream(id));
      if (request != null) {
        request.windowUpdated();
      }
    }
  }

  @Override
  public void streamClosed(Http2Stream stream) {
    ReplicaStream request = requestOf(stream);
    if (request != null) {
      streams--;
      request.closed(stream);
      roomAgain();
    }
  }

  @Override
  public void goAwayReceived() {
    leave();
  }

  private @Nullable ReplicaStream requestOf(@Nullable Http2Stream stream) {
    return stream == null ? null : stream.getProperty(streamKey);
  }

  private void roomAgain() {
    pool.roomAgain();
    if (streams == 0) {
      idle();
    }
  }

  private void idle() {
    if (state == State.LEAVING) {
      end();
    } else if (state == State.OPEN) {
      deadline(IDLE);
    }
  }

  @Override
  public void leave() {
    retire();
    if (streams == 0) {
      end();
    }
  }

  /** Takes no further request; what there are go on. */
  private void retire() {
    if (state == State.OPEN) {
      state = State.LEAVING;
      pool.closed(this);
    }
  }

  private void end() {
    if (isActive()) {
      frames.goAway(0, Http2Error.NO_ERROR);
      closeAfterWrites();
    }
  }

  private void deadline(Duration delay) {
    worker.wheel().set(deadline, worker.nanoTime(), delay.toNanos());
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
    endpoint.connectionClosed();
    worker.wheel().remove(deadline);
    State before = state;
    state = State.GONE;
    if (before == State.OPENING) {
      pool.failed(new IOException("the replica did not say that it speaks HTTP/2"));
    } else if (before == State.OPEN) {
      pool.closed(this);
    }
  }

  private final class IdleDeadline extends Deadline {
    @Override
    protected void expired() {
      if (state == State.OPENING) {
        close();
      } else if (streams == 0) {
        leave();
      }
    }
  }
}
