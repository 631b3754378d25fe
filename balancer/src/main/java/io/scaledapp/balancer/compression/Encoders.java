package io.scaledapp.balancer.compression;

import io.scaledapp.balancer.control.CompressionPolicy.Encoding;
import io.scaledapp.balancer.control.CompressionPolicy.Level;

/** Makes encoders, and knows what they cost. */
interface Encoders {
  /** Those of the libraries. */
  Encoders LIBRARIES = Encoders::of;

  /**
   * A fresh encoder.
   *
   * @throws LinkageError if the machine has no library for the encoding
   */
  Encoder open(Encoding encoding, Level level);

  private static Encoder of(Encoding encoding, Level level) {
    return switch (encoding) {
      case GZIP -> new GzipEncoder(at(level, 1, 5, 9));
      // Above, brotli and zstd pay for little with much time.
      case BR -> new BrotliEncoder(at(level, 1, 4, 6));
      case ZSTD -> new ZstdEncoder(at(level, 1, 3, 9));
    };
  }

  private static int at(Level level, int fast, int balanced, int best) {
    return switch (level) {
      case FAST -> fast;
      case BALANCED -> balanced;
      case BEST -> best;
    };
  }

  /** The bytes outside of the heap that an encoder may take, rounded up. */
  static long memory(Encoding encoding) {
    return switch (encoding) {
      // zlib's own figure for a window of 32 KiB and memory level 8 is 256 KiB.
      case GZIP -> 320 * 1024;
      // Two windows, a block of literals and a hash table of up to 1 MiB.
      case BR -> 2 * 1024 * 1024;
      // Two tables of 128 KiB, the window, and a block of input and output.
      case ZSTD -> 768 * 1024;
    };
  }
}
