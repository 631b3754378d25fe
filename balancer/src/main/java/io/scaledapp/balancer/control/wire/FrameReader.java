package io.scaledapp.balancer.control.wire;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;
import java.util.function.Consumer;

/** Makes frames of the bytes of one connection. For one thread at a time. */
public final class FrameReader implements Handler<Buffer> {
  private final RecordParser parser;
  private final Consumer<Frame> frames;
  private final Consumer<FrameException> failure;
  private int maxBytes;
  private boolean inText;
  private boolean failed;

  /**
   * @param maxBytes longest text of a frame
   * @param frames told of each frame
   * @param failure told once of what is no frame; what follows is dropped
   */
  public FrameReader(int maxBytes, Consumer<Frame> frames, Consumer<FrameException> failure) {
    this.maxBytes = maxBytes;
    this.frames = frames;
    this.failure = failure;
    parser = RecordParser.newFixed(FrameCodec.HEADER, this::record);
  }

  /** From the next frame on, texts may be this long. */
  public void limit(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Takes what came. */
  @Override
  public void handle(Buffer bytes) {
    if (!failed) {
      parser.handle(bytes);
    }
  }

  private void record(Buffer record) {
    if (failed) {
      return;
    }
    try {
      if (inText) {
        inText = false;
        parser.fixedSizeMode(FrameCodec.HEADER);
        frames.accept(FrameCodec.decode(record.getBytes()));
      } else {
        parser.fixedSizeMode(length(record));
        inText = true;
      }
    } catch (FrameException e) {
      failed = true;
      failure.accept(e);
    }
  }

  private int length(Buffer header) throws FrameException {
    int length = header.getInt(0);
    if (length < 1 || length > maxBytes) {
      throw new FrameException(
          "a frame must have 1 to %d bytes, and this one has %d"
              .formatted(maxBytes, Integer.toUnsignedLong(length)),
          null);
    }
    return length;
  }
}
