package io.scaledapp.balancer.compression;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.ZstdCompressCtx;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** Zstandard (RFC 8878) with tables that do not grow with the level. */
final class ZstdEncoder implements Encoder {
  private static final int STEP = 4096;

  /** 128 KiB; browsers take up to 8 MiB (RFC 9659). */
  private static final int WINDOW_LOG = 17;

  private static final int TABLE_LOG = 15;

  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(1).limit(0);

  private final ZstdCompressCtx context = new ZstdCompressCtx();

  /**
   * Begins a frame.
   *
   * @throws LinkageError if the machine has no native library
   */
  ZstdEncoder(int level) {
    context
        .setLevel(level)
        .setWindowLog(WINDOW_LOG)
        .setHashLog(TABLE_LOG)
        .setChainLog(TABLE_LOG)
        .setChecksum(false);
  }

  @Override
  public void write(ByteBuf in, ByteBuf out) {
    if (in.isDirect() && in.nioBufferCount() == 1) {
      write(in.nioBuffer(), out);
    } else {
      ByteBuf copy = out.alloc().directBuffer(in.readableBytes());
      try {
        write(copy.writeBytes(in, in.readerIndex(), in.readableBytes()).nioBuffer(), out);
      } finally {
        copy.release();
      }
    }
  }

  private void write(ByteBuffer in, ByteBuf out) {
    while (in.hasRemaining()) {
      step(in, out, EndDirective.CONTINUE);
    }
  }

  @Override
  public void flush(ByteBuf out) {
    end(out, EndDirective.FLUSH);
  }

  @Override
  public void finish(ByteBuf out) {
    end(out, EndDirective.END);
  }

  private void end(ByteBuf out, EndDirective directive) {
    boolean done = false;
    while (!done) {
      done = step(NOTHING.duplicate(), out, directive);
    }
  }

  private boolean step(ByteBuffer in, ByteBuf out, EndDirective directive) {
    out.ensureWritable(STEP);
    ByteBuffer room = out.nioBuffer(out.writerIndex(), out.writableBytes());
    int before = room.position();
    boolean done = context.compressDirectByteBufferStream(room, in, directive);
    out.writerIndex(out.writerIndex() + room.position() - before);
    return done;
  }

  @Override
  public void close() {
    context.close();
  }
}
