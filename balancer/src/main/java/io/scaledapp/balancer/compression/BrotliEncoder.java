package io.scaledapp.balancer.compression;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliEncoderChannel;
import com.aayushatharva.brotli4j.encoder.Encoder.Parameters;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** Brotli (RFC 7932). */
final class BrotliEncoder implements Encoder {
  /** 128 KiB. */
  private static final int WINDOW_LOG = 17;

  private static final int INPUT_BUFFER = 16 * 1024;

  private final Output output = new Output();
  private final BrotliEncoderChannel encoder;

  /**
   * Begins a stream.
   *
   * @throws LinkageError if the machine has no native library
   */
  BrotliEncoder(int quality) {
    Brotli4jLoader.ensureAvailability();
    try {
      var parameters = new Parameters().setQuality(quality).setWindow(WINDOW_LOG);
      encoder = new BrotliEncoderChannel(output, parameters, INPUT_BUFFER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void write(ByteBuf in, ByteBuf out) {
    into(out, () -> encoder.write(in.nioBuffer()));
  }

  @Override
  public void flush(ByteBuf out) {
    into(out, encoder::flush);
  }

  @Override
  public void finish(ByteBuf out) {
    into(out, encoder::close);
  }

  /** Writes the end too, if it is not written yet, which goes nowhere. */
  @Override
  public void close() {
    try {
      encoder.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void into(ByteBuf out, Step step) {
    output.target = out;
    try {
      step.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      output.target = null;
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  /** Where the encoder's bytes go: to the buffer of the call that is under way. */
  private static final class Output implements WritableByteChannel {
    private @Nullable ByteBuf target;

    @Override
    public int write(ByteBuffer bytes) {
      int count = bytes.remaining();
      if (target == null) {
        bytes.position(bytes.limit());
      } else {
        target.writeBytes(bytes);
      }
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
