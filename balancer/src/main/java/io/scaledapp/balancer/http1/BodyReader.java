package io.scaledapp.balancer.http1;

import io.netty.buffer.ByteBuf;
import io.scaledapp.balancer.http1.MessageHead.Progress;

/**
 * Finds where a body ends, and passes its bytes on as slices of what was received (RFC 9112 section
 * 6.3). Reusable: one of the {@code begin} methods starts the next body.
 */
public final class BodyReader {
  private enum Kind {
    NONE,
    LENGTH,
    CHUNKED,
    UNTIL_CLOSE
  }

  private final ChunkedReader chunked;
  private Kind kind = Kind.NONE;
  private long left;

  public BodyReader(HeadLimits limits) {
    chunked = new ChunkedReader(limits);
  }

  /** No body follows. */
  public void beginNone() {
    kind = Kind.NONE;
  }

  /** A body of so many bytes follows. */
  public void beginLength(long bytes) {
    kind = bytes == 0 ? Kind.NONE : Kind.LENGTH;
    left = bytes;
  }

  /**
   * A body in chunks follows.
   *
   * @param keepFraming whether chunk headers and trailers pass too, or the content alone
   */
  public void beginChunked(boolean keepFraming) {
    beginChunked(keepFraming, Long.MAX_VALUE);
  }

  /**
   * The same with a bound.
   *
   * @param maxBytes of content; a body with more is refused with 413 as soon as a chunk says so
   */
  public void beginChunked(boolean keepFraming, long maxBytes) {
    kind = Kind.CHUNKED;
    chunked.begin(keepFraming, maxBytes);
  }

  /** A body follows that ends with the connection. */
  public void beginUntilClose() {
    kind = Kind.UNTIL_CLOSE;
  }

  /** Whether the body is over: nothing more belongs to it. */
  public boolean isComplete() {
    return kind == Kind.NONE;
  }

  /** Whether the end of the connection, and nothing else, ends the body. */
  public boolean endsWithConnection() {
    return kind == Kind.UNTIL_CLOSE;
  }

  /** Passes what belongs to the body to {@code sink}; what comes after it stays in {@code in}. */
  public Progress read(ByteBuf in, BodySink sink) {
    return switch (kind) {
      case NONE -> Progress.COMPLETE;
      case LENGTH -> readLength(in, sink);
      case CHUNKED -> readChunked(in, sink);
      case UNTIL_CLOSE -> {
        pass(in, in.readableBytes(), sink);
        yield Progress.INCOMPLETE;
      }
    };
  }

  /** Why {@link #read} said REFUSED. */
  public Refusal refusal() {
    return chunked.refusal();
  }

  private Progress readLength(ByteBuf in, BodySink sink) {
    int run = (int) Math.min(left, in.readableBytes());
    pass(in, run, sink);
    left -= run;
    if (left > 0) {
      return Progress.INCOMPLETE;
    }
    kind = Kind.NONE;
    return Progress.COMPLETE;
  }

  private Progress readChunked(ByteBuf in, BodySink sink) {
    Progress progress = chunked.read(in, sink);
    if (progress == Progress.COMPLETE) {
      kind = Kind.NONE;
    }
    return progress;
  }

  static void pass(ByteBuf in, int run, BodySink sink) {
    if (run > 0) {
      sink.body(in.readRetainedSlice(run));
    }
  }
}
