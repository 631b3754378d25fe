package io.scaledapp.balancer.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageEncoder;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.scaledapp.balancer.control.Transport;
import io.scaledapp.balancer.eventloop.ChannelEnd;
import io.scaledapp.balancer.eventloop.Deadline;
import io.scaledapp.balancer.eventloop.Worker;
import io.scaledapp.balancer.http1.BodyReader;
import io.scaledapp.balancer.http1.BodySink;
import io.scaledapp.balancer.http1.MessageHead.Progress;
import io.scaledapp.balancer.http1.ResponseHead;
import io.scaledapp.balancer.http1.TrailerSection;
import io.scaledapp.balancer.upstream.ResponseHandler.Loss;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 connection to a replica: one request at a time, kept for the next one while the
 * replica keeps it open and sends nothing unasked.
 */
public final class ReplicaConnection extends ChannelEnd implements Upstream {
  /** When the replica does not say; servers commonly close after 15 s (nginx: 75 s, Node: 5 s). */
  private static final Duration DEFAULT_IDLE = Duration.ofSeconds(15);

  /** What a request may take on its way while the replica's own time runs out. */
  private static final Duration IDLE_MARGIN = Duration.ofSeconds(1);

  private static final long UNMEASURED = Long.MIN_VALUE;

  private enum State {
    IDLE,
    HEAD,
    BODY,
    TUNNEL
  }

  private final Worker worker;
  private final UpstreamEndpoint endpoint;
  private final Transport transport;
  private final IdleConnections idle;
  private final BodyReader body;
  private final BodySink bodySink = new ResponseBody();
  private final Deadline idleDeadline = new IdleDeadline();
  private State state = State.IDLE;
  private @Nullable ResponseHandler handler;
  private @Nullable ResponseHead head;
  private long sentAt = UNMEASURED;
  private boolean keepAlive;
  private int idleSeconds;
  private boolean failed;

  /** Whether the replica said in TLS that nothing follows, so that nothing was cut off. */
  private boolean isToldEnd;

  ReplicaConnection(Worker worker, UpstreamEndpoint endpoint, Transport transport) {
    super(worker.flushes());
    this.worker = worker;
    this.endpoint = endpoint;
    this.transport = transport;
    idle = endpoint.idle(worker.index());
    body = new BodyReader(worker.limits());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    super.handlerAdded(context);
    endpoint.connectionOpened();
    context.channel().config().setAutoClose(false);
    secured();
  }

  public UpstreamEndpoint endpoint() {
    return endpoint;
  }

  @Override
  public void begin(ResponseHandler handler) {
    this.handler = handler;
    state = State.HEAD;
    endpoint.sent();
    sentAt = endpoint.isMeasured() ? worker.nanoTime() : UNMEASURED;
    worker.wheel().clear(idleDeadline);
  }

  /** Without a request: from here on bytes pass as they are, the replica's to {@code handler}. */
  public void beginTunnel(ResponseHandler handler) {
    this.handler = handler;
    becomeTunnel();
    endpoint.sent();
    endpoint.accepted();
  }

  private void becomeTunnel() {
    state = State.TUNNEL;
    if (!isSecure()) {
      context().channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }
  }

  /** Writes a header of the PROXY protocol, and takes over its reference; before all else. */
  public void proxyHeader(HAProxyMessage header) {
    var encoder = HAProxyMessageEncoder.INSTANCE;
    context().pipeline().addBefore(context().name(), null, encoder);
    var unused = context().write(header);
    context().pipeline().remove(encoder);
    flushLater();
  }

  @Override
  public void head(ByteBuf head, boolean whole) {
    write(head);
  }

  /** They were written with the body's framing. */
  @Override
  public void trailers(TrailerSection section) {}

  /** The framing says so. */
  @Override
  public void endRequest() {}

  @Override
  public void abandon() {
    handler = null;
    close();
  }

  /** A tunnel's other side is gone: sends what is written, then closes, without a further call. */
  public void finish() {
    handler = null;
    worker.wheel().set(idleDeadline, worker.nanoTime(), DEFAULT_IDLE.toNanos());
    closeAfterWrites();
  }

  /** A tunnel's other side was cut: so is this one, without a further call. */
  public void cut() {
    handler = null;
    reset();
  }

  /** Keeps a connection that has no request, or closes it. */
  @Override
  public void park() {
    state = State.IDLE;
    if (endpoint.isInTable() && transport.equals(endpoint.transport()) && idle.keep(this)) {
      worker.wheel().set(idleDeadline, worker.nanoTime(), idleNanos());
    } else {
      close();
    }
  }

  private long idleNanos() {
    var limit = DEFAULT_IDLE;
    if (idleSeconds >= 0) {
      var told = Duration.ofSeconds(idleSeconds).minus(IDLE_MARGIN);
      limit = told.compareTo(limit) < 0 ? told : limit;
    }
    return Math.max(0, limit.toNanos());
  }

  @Override
  protected void received(ByteBuf bytes) {
    try {
      while (bytes.isReadable()) {
        if (!step(bytes)) {
          return;
        }
      }
    } finally {
      bytes.release();
    }
  }

  /** Uses some bytes; returns whether there may be use for more. */
  private boolean step(ByteBuf bytes) {
    ResponseHandler handler = this.handler;
    if (handler == null) {
      // Bytes that nobody asked for, or asks for any more: never part of a later response.
      close();
      return false;
    }
    return switch (state) {
      case IDLE -> throw new IllegalStateException("a parked connection has no handler");
      case HEAD -> readHead(bytes, handler);
      case BODY -> readBody(bytes, handler);
      case TUNNEL -> {
        handler.body(bytes.readRetainedSlice(bytes.readableBytes()));
        yield false;
      }
    };
  }

  private boolean readHead(ByteBuf bytes, ResponseHandler handler) {
    ResponseHead head = this.head;
    if (head == null) {
      head = worker.responseHeads().take();
      this.head = head;
    }
    return switch (head.read(bytes)) {
      case INCOMPLETE -> false;
      case REFUSED -> {
        lose(Loss.INVALID);
        yield false;
      }
      case COMPLETE -> {
        boolean more = answer(head, handler, bytes);
        returnHead();
        yield more;
      }
    };
  }

  private boolean answer(ResponseHead head, ResponseHandler handler, ByteBuf bytes) {
    if (head.status() == 101 || !head.isInterim()) {
      endpoint.answered(head.status());
      if (sentAt != UNMEASURED) {
        endpoint.answeredAfter(worker.nanoTime() - sentAt);
      }
    }
    if (head.status() == 101) {
      becomeTunnel();
      handler.switched(head, this);
      return true;
    }
    if (head.isInterim()) {
      handler.interim(head);
      return true;
    }
    keepAlive = head.keepAlive();
    idleSeconds = head.idleSeconds();
    handler.head(head, bytes.readableBytes());
    if (this.handler == null) {
      return false;
    }
    beginBody(head, handler);
    state = State.BODY;
    return body.isComplete() ? complete(bytes, handler) : true;
  }

  private void beginBody(ResponseHead head, ResponseHandler handler) {
    if (!head.hasBody(handler.method())) {
      body.beginNone();
    } else if (head.chunked()) {
      body.beginChunked(handler.keepsChunks());
    } else if (head.contentLength() >= 0) {
      body.beginLength(head.contentLength());
    } else {
      body.beginUntilClose();
    }
  }

  private boolean readBody(ByteBuf bytes, ResponseHandler handler) {
    Progress progress = body.read(bytes, bodySink);
    if (this.handler == null) {
      return false;
    }
    return switch (progress) {
      case INCOMPLETE -> false;
      case COMPLETE -> complete(bytes, handler);
      case REFUSED -> {
        lose(Loss.INVALID);
        yield false;
      }
    };
  }

  private boolean complete(ByteBuf rest, ResponseHandler handler) {
    this.handler = null;
    setReading(true);
    if (keepAlive && !failed && !rest.isReadable() && handler.isRequestComplete() && isActive()) {
      park();
    } else {
      close();
    }
    handler.complete();
    return false;
  }

  private void lose(Loss loss) {
    ResponseHandler handler = this.handler;
    this.handler = null;
    close();
    if (handler != null) {
      handler.lost(loss);
    }
  }

  @Override
  protected void writable() {
    ResponseHandler handler = this.handler;
    if (handler != null) {
      handler.replicaWritable();
    }
  }

  @Override
  protected void inputEnded() {
    ResponseHandler handler = this.handler;
    if (handler == null) {
      close();
    } else if (failed) {
      // A reset, which Netty passes on as an end where half-closure is allowed.
      lose(Loss.CLOSED);
    } else {
      handler.tunnelInputEnded();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslCloseCompletionEvent end && end.isSuccess()) {
      isToldEnd = true;
      if (state == State.TUNNEL && handler != null) {
        handler.tunnelInputEnded();
      }
    }
    super.userEventTriggered(context, event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    failed = true;
    if (handler == null || !(cause instanceof IOException)) {
      super.exceptionCaught(context, cause);
    }
    // Else Netty closes after a failed read. After a failed write a response may still be there: a
    // server that refuses a body answers, and closes without reading on.
  }

  @Override
  protected void closed() {
    endpoint.connectionClosed();
    idle.remove(this);
    worker.wheel().remove(idleDeadline);
    returnHead();
    ResponseHandler handler = this.handler;
    this.handler = null;
    if (handler == null) {
      return;
    }
    boolean isEnd = !failed && (!isSecure() || isToldEnd);
    if (state == State.BODY && body.endsWithConnection() && isEnd) {
      handler.complete();
    } else {
      handler.lost(Loss.CLOSED);
    }
  }

  private void returnHead() {
    ResponseHead head = this.head;
    if (head != null) {
      this.head = null;
      head.clear();
      worker.responseHeads().giveBack(head);
    }
  }

  /** What is read of a response's body goes to the handler, if there still is one. */
  private final class ResponseBody implements BodySink {
    @Override
    public void body(ByteBuf bytes) {
      ResponseHandler handler = ReplicaConnection.this.handler;
      if (handler == null) {
        bytes.release();
      } else {
        handler.body(bytes);
      }
    }

    @Override
    public void trailers(TrailerSection section) {
      ResponseHandler handler = ReplicaConnection.this.handler;
      if (handler != null) {
        handler.trailers(section);
      }
    }
  }

  private final class IdleDeadline extends Deadline {
    @Override
    protected void expired() {
      close();
    }
  }
}
