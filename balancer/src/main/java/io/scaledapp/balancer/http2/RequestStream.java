package io.scaledapp.balancer.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.eventloop.Deadline;
import io.scaledapp.balancer.eventloop.Worker;
import io.scaledapp.balancer.exchange.Client;
import io.scaledapp.balancer.exchange.ClientIdentity;
import io.scaledapp.balancer.exchange.Exchange;
import io.scaledapp.balancer.exchange.OwnResponse;
import io.scaledapp.balancer.http1.Cause;
import io.scaledapp.balancer.http1.MessageHead.Progress;
import io.scaledapp.balancer.http1.Method;
import io.scaledapp.balancer.http1.Refusal;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.http1.ResponseHead;
import io.scaledapp.balancer.metrics.RequestRecorder;
import io.scaledapp.balancer.upstream.App;
import io.scaledapp.balancer.upstream.LoadMeter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One request on an HTTP/2 connection, from its HEADERS until Netty closes the stream. */
final class RequestStream implements Client {
  /** How long the client may take no byte of an answer that is all written. */
  private static final Duration SEND = Timeouts.DEFAULT.send();

  private enum Phase {
    EXCHANGE,
    /** The answer is written, and may wait for the client to take it. */
    SENDING,
    CLOSED
  }

  private final Http2ClientConnection connection;
  private final Http2Stream stream;
  private final Worker worker;
  private final Http2ResponseRelay response = new Http2ResponseRelay(this);
  private final Exchange exchange;
  private final RequestBody body = new RequestBody();
  private final PendingData pending = new PendingData(this::drained);
  private final SendProgress progress = new SendProgress();
  private final Deadline deadline = new StreamDeadline();
  private Phase phase = Phase.EXCHANGE;
  private @Nullable LoadMeter countedFor;
  private boolean passing;

  /** Why the exchange ends, if the stream does before it. */
  private Cause ending = Cause.CLIENT_GONE;

  RequestStream(Http2ClientConnection connection, Http2Stream stream) {
    this.connection = connection;
    this.stream = stream;
    worker = connection.proxy().worker();
    exchange = new Exchange(this, response, connection.proxy());
  }

  /**
   * Takes the request.
   *
   * @throws Http2Exception a stream error if it is malformed
   */
  void begin(FieldList fields, boolean endOfStream) throws Http2Exception {
    if (endOfStream) {
      body.end();
    }
    ByteBuf bytes = allocator().heapBuffer();
    RequestHead head = worker.requestHeads().take();
    try {
      var translator = new RequestTranslator(stream.id());
      translator.write(fields, !endOfStream, bytes);
      response.webSocketKey(translator.webSocketKey());
      if (head.read(bytes) == Progress.COMPLETE) {
        body.begin(head.chunked());
        exchange.begin(head);
      } else {
        refuse(head.refusal(), head);
      }
    } catch (Http2Exception e) {
      // It is counted where the stream is reset.
      exchange.refused(ClientFault.of(e), head, OwnResponse.Form.HEAD_ONLY);
      throw e;
    } finally {
      bytes.release();
      head.clear();
      worker.requestHeads().giveBack(head);
    }
  }

  private void refuse(Refusal refusal, RequestHead head) {
    Method method = head.method();
    connection.proxy().recorder().record(RequestRecorder.NO_APP, refusal.status() / 100, 0);
    connection.proxy().failures().failed(refusal, identity(), head);
    exchange.refused(refusal, head, OwnResponse.Form.of(method));
    response.begin(method);
    answer(refusal, true, OwnResponse.Form.of(method));
  }

  /** Takes the bytes of a DATA frame; they count against the stream's window until passed. */
  void data(ByteBuf data, boolean endOfStream) throws Http2Exception {
    if (phase != Phase.EXCHANGE) {
      connection.frames().consume(stream, data.readableBytes());
    } else if (data.isReadable()) {
      body.add(data.retain());
    }
    if (endOfStream) {
      body.end();
    }
    resumeInput();
  }

  /**
   * Takes the fields after the body.
   *
   * @throws Http2Exception a stream error if they are malformed
   */
  void trailers(FieldList fields) throws Http2Exception {
    ByteBuf section = allocator().heapBuffer();
    try {
      new FieldWriter(stream.id()).writeTrailers(fields, section);
      body.endWith(section.retain());
    } finally {
      section.release();
    }
    resumeInput();
  }

  @Override
  public void resumeInput() {
    if (passing) {
      return;
    }
    passing = true;
    while (phase == Phase.EXCHANGE && body.hasNext() && exchange.takesInput()) {
      if (exchange.isReplicaBlocked()) {
        break;
      }
      pass();
    }
    passing = false;
  }

  /** Passes the next bytes, or the end. */
  private void pass() {
    ByteBuf data = body.next();
    ByteBuf input;
    if (data == null) {
      input = body.passEnd(allocator());
    } else {
      connection.frames().consume(stream, data.readableBytes());
      input = exchange.isTunnel() ? data : body.framed(data, allocator());
    }
    try {
      if (data == null && exchange.isTunnel()) {
        exchange.clientInputEnded();
      } else if (input.isReadable()) {
        exchange.input(input);
      }
    } finally {
      input.release();
    }
  }

  @Override
  public ByteBufAllocator allocator() {
    return connection.allocator();
  }

  @Override
  public ClientIdentity identity() {
    return connection.identity();
  }

  @Override
  public String version(RequestHead head) {
    return "2";
  }

  @Override
  public LoadMeter countFor(App app) {
    LoadMeter meter = app.meter(worker.index());
    connection.count().begin(meter);
    countedFor = meter;
    return meter;
  }

  private void uncount() {
    if (countedFor != null) {
      connection.count().end(countedFor);
      countedFor = null;
    }
  }

  @Override
  public void deadline(Duration delay) {
    if (phase != Phase.CLOSED) {
      worker.wheel().set(deadline, worker.nanoTime(), delay.toNanos());
    }
  }

  @Override
  public void clearDeadline() {
    worker.wheel().clear(deadline);
  }

  @Override
  public boolean isWritable() {
    return !pending.isFull();
  }

  @Override
  public boolean isSending() {
    return progress.moved(connection.windowUpdates(), connection.unsentBytes() + pending.bytes());
  }

  /** The client widened the stream's window. */
  void windowUpdated() {
    progress.windowUpdated();
  }

  /** Netty tells in the midst of its writing, when what is written by now was flushed. */
  private void drained() {
    worker.execute(this::writable);
  }

  /** The client takes bytes again. */
  private void writable() {
    if (phase == Phase.EXCHANGE) {
      exchange.clientWritable();
    }
  }

  /** The end of a connection is the end of all its streams. */
  @Override
  public boolean isHalfClosed() {
    return false;
  }

  @Override
  public void answer(Refusal refusal, boolean reusable, OwnResponse.Form form) {
    // Written as HTTP/1.1 and read again: it takes the way of any response.
    ByteBuf bytes = OwnResponse.of(refusal, false, form, allocator());
    response.edit(null);
    ResponseHead head = worker.responseHeads().take();
    try {
      head.read(bytes);
      response.head(head, bytes.readableBytes());
      if (bytes.isReadable()) {
        response.body(bytes.retain());
      }
      response.end();
    } finally {
      bytes.release();
      head.clear();
      worker.responseHeads().giveBack(head);
    }
    exchangeEnded(true);
  }

  @Override
  public void exchangeEnded(boolean reusable) {
    // A tunnel may have to be ended yet.
    response.end();
    finish();
  }

  /** Nothing more is written. */
  private void finish() {
    if (phase != Phase.EXCHANGE) {
      return;
    }
    phase = Phase.SENDING;
    uncount();
    connection.frames().consumeAll(stream);
    body.release();
    deadline(SEND);
    if (stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
      outputEnded();
    }
  }

  /** The end of the answer left; the client need not send what is left of its request. */
  void outputEnded() {
    if (phase == Phase.SENDING && !body.isReceived()) {
      connection.frames().reset(stream, Http2Error.NO_ERROR);
    }
  }

  @Override
  public void cut() {
    finish();
    connection.frames().reset(stream, Http2Error.INTERNAL_ERROR);
  }

  @Override
  public void cancel() {
    finish();
    connection.frames().reset(stream, Http2Error.CANCEL);
  }

  @Override
  public void write(ByteBuf bytes) {
    writeData(bytes, false);
  }

  @Override
  public void endOutput(Runnable whenDone) {
    response.end();
    whenDone.run();
  }

  @Override
  public void closeAfterWrites() {
    // With both sides ended the stream is closed, and so the exchange.
    response.end();
  }

  void writeHeaders(Http2Headers fields, boolean endOfStream) {
    connection.frames().headers(stream, fields, endOfStream);
  }

  void writeData(ByteBuf data, boolean endOfStream) {
    connection.frames().data(stream, data, endOfStream, pending);
  }

  /** The balancer is going to close. */
  void drainEnds() {
    if (phase == Phase.EXCHANGE) {
      exchange.drainEnds();
    }
  }

  /** The client did what HTTP/2 does not allow, for which Netty closes the stream next. */
  void broken(Cause cause) {
    ending = cause;
  }

  /** Netty closed the stream: both sides have ended it, one has reset it, or all is gone. */
  void closed() {
    boolean aborted = phase == Phase.EXCHANGE;
    phase = Phase.CLOSED;
    if (aborted) {
      exchange.abort(ending);
    }
    uncount();
    body.release();
    worker.wheel().remove(deadline);
  }

  private final class StreamDeadline extends Deadline {
    @Override
    protected void expired() {
      if (phase == Phase.EXCHANGE) {
        exchange.timedOut();
      } else if (isSending()) {
        deadline(SEND);
      } else {
        connection.frames().reset(stream, Http2Error.CANCEL);
      }
    }
  }
}
