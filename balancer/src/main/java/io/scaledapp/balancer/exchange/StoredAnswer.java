package io.scaledapp.balancer.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.scaledapp.balancer.cache.ServedResponse;
import io.scaledapp.balancer.eventloop.Worker;
import io.scaledapp.balancer.http1.MessageHead.Progress;
import io.scaledapp.balancer.http1.Method;
import io.scaledapp.balancer.http1.ResponseHead;
import io.scaledapp.balancer.http1.TrailerSection;
import io.scaledapp.balancer.upstream.ResponseHandler;
import io.scaledapp.balancer.upstream.Upstream;
import org.jspecify.annotations.Nullable;

/**
 * Answers one request with a stored response, as a replica would: no faster than the client takes
 * it, and in pieces, so that others of the event loop have their turn.
 */
final class StoredAnswer implements Upstream {
  private static final int PIECE = 64 * 1024;

  /** Room for the lines that are added. */
  private static final int HEAD = 1024;

  private final Worker worker;
  private final ByteBufAllocator allocator;
  private final ServedResponse served;
  private @Nullable ResponseHandler handler;
  private int position;
  private int length;
  private boolean reading = true;
  private boolean passing;

  StoredAnswer(Worker worker, ByteBufAllocator allocator, ServedResponse served) {
    this.worker = worker;
    this.allocator = allocator;
    this.served = served;
  }

  @Override
  public void begin(ResponseHandler handler) {
    this.handler = handler;
  }

  /** Begins to answer; may be done when it returns. */
  void send() {
    ResponseHandler handler = this.handler;
    if (handler == null) {
      return;
    }
    ByteBuf lines = allocator.heapBuffer(HEAD);
    ResponseHead head = worker.responseHeads().take();
    try {
      served.writeHead(worker.nanoTime(), lines);
      if (head.read(lines) == Progress.COMPLETE) {
        length = handler.method() == Method.HEAD ? 0 : served.length();
        handler.head(head, Math.min(length, PIECE));
        pass();
      } else {
        // The limits of heads became narrower since it was stored.
        handler.lost(ResponseHandler.Loss.INVALID);
      }
    } finally {
      lines.release();
      head.clear();
      worker.responseHeads().giveBack(head);
    }
  }

  private void pass() {
    if (passing) {
      return;
    }
    passing = true;
    while (handler != null && reading && position < length) {
      int piece = Math.min(PIECE, length - position);
      position += piece;
      handler.body(served.body(position - piece, piece));
    }
    passing = false;
    ResponseHandler done = handler;
    if (done != null && position == length) {
      handler = null;
      done.complete();
    }
  }

  @Override
  public void setReading(boolean reading) {
    this.reading = reading;
    if (reading) {
      pass();
    }
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public boolean isSending() {
    return false;
  }

  @Override
  public ByteBufAllocator allocator() {
    return allocator;
  }

  @Override
  public void abandon() {
    handler = null;
  }

  @Override
  public void park() {
    handler = null;
  }

  /** It has the request: nobody sends one. */
  @Override
  public void head(ByteBuf head, boolean whole) {
    head.release();
  }

  @Override
  public void write(ByteBuf bytes) {
    bytes.release();
  }

  @Override
  public void trailers(TrailerSection section) {}

  @Override
  public void endRequest() {}
}
