package io.scaledapp.balancer.compression;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.github.luben.zstd.ZstdInputStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.scaledapp.balancer.control.CompressionPolicy.Encoding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;

/** What a client makes of an encoded body. */
public final class Decoding {
  private Decoding() {}

  /** The text of a whole body; one that is cut is an error. */
  public static String whole(Encoding encoding, byte[] bytes) {
    try (var in = stream(encoding, new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String whole(Encoding encoding, ByteBuf bytes) {
    return whole(encoding, ByteBufUtil.getBytes(bytes));
  }

  /** What can be read of a body that goes on. */
  static String begin(Encoding encoding, ByteBuf bytes) {
    var text = new StringBuilder();
    var end = new EndOfWhatCame(ByteBufUtil.getBytes(bytes));
    try (var in = stream(encoding, end)) {
      // One byte at a time: a decoder that is asked for more than there is throws, and keeps it.
      for (int b = in.read(); b >= 0; b = in.read()) {
        text.append((char) b);
      }
    } catch (IOException e) {
      if (!end.isReached()) {
        throw new UncheckedIOException(e);
      }
    }
    return text.toString();
  }

  /** Decodes what comes. */
  public static InputStream stream(Encoding encoding, InputStream in) throws IOException {
    return switch (encoding) {
      case GZIP -> new GZIPInputStream(in);
      case ZSTD -> new ZstdInputStream(in);
      case BR -> {
        Brotli4jLoader.ensureAvailability();
        var decoded = new BrotliInputStream(in);
        decoded.enableEagerOutput();
        yield decoded;
      }
    };
  }

  private static final class EndOfWhatCame extends ByteArrayInputStream {
    EndOfWhatCame(byte[] bytes) {
      super(bytes);
    }

    boolean isReached() {
      return available() == 0;
    }
  }
}
