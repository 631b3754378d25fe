package io.scaledapp.balancer.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import io.scaledapp.balancer.eventloop.Worker;
import io.scaledapp.balancer.http1.MessageHead.Progress;
import io.scaledapp.balancer.http1.ResponseHead;
import io.scaledapp.balancer.http1.TrailerSection;
import io.scaledapp.balancer.upstream.ResponseHandler;
import io.scaledapp.balancer.upstream.ResponseHandler.Loss;
import io.scaledapp.balancer.upstream.Upstream;
import io.scaledapp.balancer.upstream.UpstreamEndpoint;
import org.jspecify.annotations.Nullable;

/** One request on a connection to a replica, from its HEADERS until Netty closes the stream. */
final class ReplicaStream implements Upstream {
  private static final long UNMEASURED = Long.MIN_VALUE;
  private static final long NOT_RESET = -1;

  private final Http2ReplicaConnection connection;
  private final Worker worker;
  private final PendingData pending = new PendingData(this::drained);
  private final SendProgress progress = new SendProgress();

  /** Null before the head is written. */
  private @Nullable Http2Stream stream;

  /** Null where nobody waits for an answer any more. */
  private @Nullable ResponseHandler handler;

  private long sentAt = UNMEASURED;
  private long resetCode = NOT_RESET;
  private boolean begun;
  private boolean requestEnded;
  private boolean headReceived;
  private boolean hasBody;
  private boolean reading = true;

  /** Bytes that were passed on while the replica was to be slowed down. */
  private int unconsumed;

  ReplicaStream(Http2ReplicaConnection connection, Worker worker) {
    this.connection = connection;
    this.worker = worker;
  }

  @Override
  public void begin(ResponseHandler handler) {
    this.handler = handler;
    UpstreamEndpoint endpoint = connection.endpoint();
    endpoint.sent();
    sentAt = endpoint.isMeasured() ? worker.nanoTime() : UNMEASURED;
  }

  @Override
  public void head(ByteBuf head, boolean whole) {
    begun = true;
    requestEnded = whole;
    try {
      stream = connection.begin(this, RequestFields.of(head, connection.isSecured()), whole);
    } finally {
      head.release();
    }
    if (stream == null) {
      // Not at once: whoever writes is not ready for the outcome.
      worker.execute(() -> lose(Loss.REFUSED));
    }
  }

  @Override
  public void write(ByteBuf bytes) {
    if (stream == null) {
      bytes.release();
    } else {
      connection.frames().data(stream, bytes, false, pending);
    }
  }

  @Override
  public void trailers(TrailerSection section) {
    requestEnded = true;
    if (stream != null) {
      connection.frames().headers(stream, ResponseFields.of(section), true);
    }
  }

  @Override
  public void endRequest() {
    if (!requestEnded && stream != null) {
      requestEnded = true;
      connection.frames().data(stream, Unpooled.EMPTY_BUFFER, true, pending);
    }
  }

  @Override
  public boolean isWritable() {
    return !pending.isFull();
  }

  @Override
  public boolean isSending() {
    return progress.moved(connection.windowUpdates(), connection.unsentBytes() + pending.bytes());
  }

  /** The replica widened the stream's window. */
  void windowUpdated() {
    progress.windowUpdated();
  }

  /** Netty tells in the midst of its writing, when what is written by now was flushed. */
  private void drained() {
    worker.execute(this::writable);
  }

  private void writable() {
    if (handler != null) {
      handler.replicaWritable();
    }
  }

  /** What is received passes in any case; the replica may send no more than a window of it. */
  @Override
  public void setReading(boolean reading) {
    this.reading = reading;
    if (reading) {
      consume();
    }
  }

  private void consume() {
    int bytes = unconsumed;
    unconsumed = 0;
    if (bytes > 0 && stream != null) {
      connection.frames().consume(stream, bytes);
    }
  }

  @Override
  public ByteBufAllocator allocator() {
    return connection.allocator();
  }

  @Override
  public void abandon() {
    handler = null;
    if (!begun) {
      park();
    } else if (stream != null) {
      connection.cancel(stream);
    }
  }

  @Override
  public void park() {
    connection.released();
  }

  /**
   * Takes the fields of the response, or those after its body.
   *
   * @throws Http2Exception a stream error if they are malformed
   */
  void headers(int id, FieldList fields, boolean endOfStream) throws Http2Exception {
    ResponseHandler handler = this.handler;
    if (handler == null) {
      return;
    }
    ByteBuf bytes = allocator().heapBuffer();
    try {
      if (headReceived) {
        new FieldWriter(id).writeTrailers(fields, bytes);
        passTrailers(id, bytes, handler);
      } else {
        new ResponseTranslator(id).write(fields, handler.method(), endOfStream, bytes);
        passHead(id, bytes, endOfStream, handler);
      }
    } finally {
      bytes.release();
    }
    if (endOfStream) {
      complete();
    }
  }

  private void passHead(int id, ByteBuf bytes, boolean endOfStream, ResponseHandler handler)
      throws Http2Exception {
    ResponseHead head = worker.responseHeads().take();
    try {
      boolean isWhole = head.read(bytes) == Progress.COMPLETE;
      if (!isWhole || (head.isInterim() && endOfStream)) {
        throw malformed(id, "a response whose head is not valid");
      }
      if (head.isInterim()) {
        handler.interim(head);
      } else {
        answer(head, handler);
      }
    } finally {
      head.clear();
      worker.responseHeads().giveBack(head);
    }
  }

  private void answer(ResponseHead head, ResponseHandler handler) {
    headReceived = true;
    hasBody = head.hasBody(handler.method());
    UpstreamEndpoint endpoint = connection.endpoint();
    if (handler.isCall() && head.status() == 200) {
      endpoint.callAnswered(head.status());
    } else {
      endpoint.answered(head.status());
    }
    if (sentAt != UNMEASURED) {
      endpoint.answeredAfter(worker.nanoTime() - sentAt);
    }
    handler.head(head, 0);
  }

  private void passTrailers(int id, ByteBuf bytes, ResponseHandler handler) throws Http2Exception {
    TrailerSection section = worker.trailerSections().take();
    try {
      if (section.read(bytes) != Progress.COMPLETE) {
        throw malformed(id, "trailers that are not valid");
      }
      handler.trailers(section);
    } finally {
      section.clear();
      worker.trailerSections().giveBack(section);
    }
  }

  /**
   * Takes the bytes of a DATA frame.
   *
   * @throws Http2Exception a stream error if the response has no body
   */
  void data(int id, ByteBuf data, boolean endOfStream) throws Http2Exception {
    ResponseHandler handler = this.handler;
    if (handler != null && data.isReadable()) {
      if (!hasBody) {
        throw malformed(id, "a body where there is none");
      }
      unconsumed += data.readableBytes();
      handler.body(data.retain());
    } else {
      unconsumed += data.readableBytes();
    }
    if (reading || this.handler == null) {
      consume();
    }
    if (endOfStream) {
      complete();
    }
  }

  private static Http2Exception malformed(int id, String problem) {
    return Http2Exception.streamError(id, Http2Error.PROTOCOL_ERROR, problem);
  }

  private void complete() {
    ResponseHandler handler = this.handler;
    this.handler = null;
    if (handler == null) {
      return;
    }
    if (!requestEnded && stream != null) {
      connection.cancel(stream);
    }
    handler.complete();
  }

  /** The replica resets the stream, which is closed next. */
  void reset(long errorCode) {
    resetCode = errorCode;
  }

  /** Netty closed the stream: both sides have ended it, one has reset it, or all is gone. */
  void closed(Http2Stream stream) {
    lose(loss(stream));
  }

  private Loss loss(Http2Stream stream) {
    if (resetCode == Http2Error.REFUSED_STREAM.code()) {
      return Loss.REFUSED;
    }
    if (resetCode == Http2Error.CANCEL.code()) {
      return Loss.CANCELLED;
    }
    if (resetCode == NOT_RESET && stream.isResetSent()) {
      // By the codec, for what the replica sent.
      return Loss.INVALID;
    }
    return connection.isDisowned(stream) ? Loss.LEAVING : Loss.CLOSED;
  }

  private void lose(Loss loss) {
    ResponseHandler handler = this.handler;
    this.handler = null;
    if (handler != null) {
      handler.lost(loss);
    }
  }
}
