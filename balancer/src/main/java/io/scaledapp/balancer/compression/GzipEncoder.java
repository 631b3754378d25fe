package io.scaledapp.balancer.compression;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** gzip (RFC 1952) by the JDK's zlib, with its window of 32 KiB. */
final class GzipEncoder implements Encoder {
  private static final int STEP = 4096;

  /** No name, no time, an unknown system. */
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private final Deflater deflater;
  private final CRC32 checksum = new CRC32();
  private boolean begun;

  GzipEncoder(int level) {
    deflater = new Deflater(level, true);
  }

  @Override
  public void write(ByteBuf in, ByteBuf out) {
    begin(out);
    ByteBuffer bytes = in.nioBuffer();
    checksum.update(bytes.duplicate());
    deflater.setInput(bytes);
    while (!deflater.needsInput()) {
      deflate(out, Deflater.NO_FLUSH);
    }
  }

  @Override
  public void flush(ByteBuf out) {
    begin(out);
    boolean full = true;
    while (full) {
      full = deflate(out, Deflater.SYNC_FLUSH);
    }
  }

  @Override
  public void finish(ByteBuf out) {
    begin(out);
    deflater.finish();
    while (!deflater.finished()) {
      deflate(out, Deflater.NO_FLUSH);
    }
    out.writeIntLE((int) checksum.getValue()).writeIntLE((int) deflater.getBytesRead());
  }

  private void begin(ByteBuf out) {
    if (!begun) {
      begun = true;
      out.writeBytes(HEADER);
    }
  }

  /** Returns whether there may be more to write, since the room was used up. */
  private boolean deflate(ByteBuf out, int mode) {
    out.ensureWritable(STEP);
    int room = out.writableBytes();
    int written = deflater.deflate(out.nioBuffer(out.writerIndex(), room), mode);
    out.writerIndex(out.writerIndex() + written);
    return written == room;
  }

  @Override
  public void close() {
    deflater.end();
  }
}
