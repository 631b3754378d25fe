package io.scaledapp.balancer.http1;

import static io.scaledapp.balancer.http1.Ascii.CR;
import static io.scaledapp.balancer.http1.Ascii.LF;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.scaledapp.balancer.http1.MessageHead.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Reads the chunked transfer coding strictly (RFC 9112 section 7.1) and passes it on in stretches
 * as long as the received buffers allow. Chunk extensions concern one connection only, so they are
 * checked, bounded and left out. The end of a body passes only when its whole trailer section is
 * right, so that a refused body is never whole for whoever reads it.
 */
final class ChunkedReader {
  private enum State {
    SIZE,
    /** From the semicolon up to the carriage return. */
    EXTENSION,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    TRAILERS
  }

  /** Leading zeros included; a size of 15 digits cannot overflow. */
  private static final int MAX_SIZE_DIGITS = 15;

  private static final int MAX_EXTENSION_BYTES = 256;

  private final HeadLimits limits;
  private @Nullable TrailerSection trailers;
  private boolean keepFraming;
  private State state = State.SIZE;
  private int digits;
  private int extensionBytes;
  private long left;
  private long maxBytes;

  /** Bytes of content that chunks may still bring. */
  private long room;

  private @Nullable Refusal refusal;

  ChunkedReader(HeadLimits limits) {
    this.limits = limits;
  }

  /**
   * @param keepFraming whether chunk headers and trailers pass, or the content alone
   * @param maxBytes of content
   */
  void begin(boolean keepFraming, long maxBytes) {
    this.keepFraming = keepFraming;
    this.maxBytes = maxBytes;
    room = maxBytes;
    refusal = null;
    trailers = null;
    beginChunk();
  }

  /** Why {@link #read} said REFUSED. */
  Refusal refusal() {
    if (refusal == null) {
      throw new IllegalStateException("the body was not refused");
    }
    return refusal;
  }

  private void beginChunk() {
    state = State.SIZE;
    digits = 0;
    extensionBytes = 0;
    left = 0;
  }

  Progress read(ByteBuf in, BodySink sink) {
    int end = in.writerIndex();
    int at = in.readerIndex();
    while (at < end) {
      switch (state) {
        case DATA -> at = data(in, at, end, sink);
        case EXTENSION -> {
          passFraming(in, at, sink);
          at = extension(in, at, end);
          in.readerIndex(at);
        }
        case TRAILERS -> {
          return trailers(in, at, end, sink);
        }
        default -> at += line(in.getByte(at));
      }
      if (refusal != null) {
        return Progress.REFUSED;
      }
    }
    passFraming(in, end, sink);
    return Progress.INCOMPLETE;
  }

  /** Follows the bytes around a chunk's data; returns how many were used, 0 or 1. */
  private int line(byte b) {
    switch (state) {
      case SIZE -> {
        return size(b);
      }
      case SIZE_LF -> {
        expect(b, LF);
        state = left == 0 ? State.TRAILERS : State.DATA;
        room -= left;
        if (room < 0) {
          refusal = Refusal.bodyTooLarge(maxBytes);
        }
      }
      case DATA_CR -> {
        expect(b, CR);
        state = State.DATA_LF;
      }
      default -> {
        expect(b, LF);
        beginChunk();
      }
    }
    return 1;
  }

  private int size(byte b) {
    int value = Ascii.hexValue(b);
    if (value >= 0) {
      left = left << 4 | value;
      if (++digits > MAX_SIZE_DIGITS) {
        refusal = Refusal.badRequest("a chunk size that is too large");
      }
      return 1;
    }
    if (digits == 0 || (b != CR && b != ';')) {
      refusal = Refusal.badRequest("a chunk size that is no hexadecimal number");
      return 1;
    }
    state = b == CR ? State.SIZE_LF : State.EXTENSION;
    return b == CR ? 1 : 0;
  }

  private int extension(ByteBuf in, int start, int end) {
    int at = start;
    while (at < end && Ascii.isFieldValue(in.getByte(at))) {
      at++;
    }
    extensionBytes += at - start;
    if (extensionBytes > MAX_EXTENSION_BYTES) {
      refusal = Refusal.badRequest("a chunk extension that is too large");
    } else if (at < end) {
      expect(in.getByte(at), CR);
      // The carriage return is looked at again as the end of the size.
      state = State.SIZE;
    }
    return at;
  }

  private int data(ByteBuf in, int start, int end, BodySink sink) {
    int at = start + (int) Math.min(left, end - start);
    left -= at - start;
    if (!keepFraming) {
      in.readerIndex(start);
      BodyReader.pass(in, at - start, sink);
    }
    state = left == 0 ? State.DATA_CR : State.DATA;
    return at;
  }

  private Progress trailers(ByteBuf in, int at, int end, BodySink sink) {
    if (trailers == null) {
      if (end - at >= 2 && in.getByte(at) == CR && in.getByte(at + 1) == LF) {
        passFraming(in, at + 2, sink);
        return Progress.COMPLETE;
      }
      trailers = new TrailerSection(limits);
    }
    passFraming(in, at, sink);
    Progress progress = trailers.read(in);
    if (progress == Progress.REFUSED) {
      refusal = trailers.refusal();
    } else if (progress == Progress.COMPLETE && keepFraming) {
      sink.body(Unpooled.wrappedBuffer(trailers.bytes(), 0, trailers.length()));
    } else if (progress == Progress.COMPLETE) {
      sink.trailers(trailers);
    }
    return progress;
  }

  /** Passes or drops what lies between the reader index and {@code end}. */
  private void passFraming(ByteBuf in, int end, BodySink sink) {
    if (keepFraming) {
      BodyReader.pass(in, end - in.readerIndex(), sink);
    } else {
      in.readerIndex(end);
    }
  }

  private void expect(byte b, byte wanted) {
    if (b != wanted) {
      refusal = Refusal.badRequest("a chunk without carriage return and line feed at its ends");
    }
  }
}
