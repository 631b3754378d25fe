package io.scaledapp.balancer.control;

import java.util.List;
import java.util.Objects;

/**
 * How an app's responses are compressed. What is absent in a message has its default.
 *
 * @param encodings by preference; which one a response gets is the client's choice first
 * @param minBytes a response whose length is known to be smaller stays as it is; from 1
 * @param types media types in lower case, or {@code type/*}; empty means those that are commonly
 *     worth it
 * @param level processor time against size
 */
public record CompressionPolicy(
    List<Encoding> encodings, int minBytes, List<String> types, Level level) {

  public static final CompressionPolicy DEFAULT =
      new CompressionPolicy(
          List.of(Encoding.ZSTD, Encoding.BR, Encoding.GZIP), 1024, List.of(), Level.BALANCED);

  public CompressionPolicy {
    // One that only the next version knows is null.
    encodings =
        encodings == null ? List.of() : encodings.stream().filter(Objects::nonNull).toList();
    types = types == null ? List.of() : List.copyOf(types);
    level = Objects.requireNonNullElse(level, Level.BALANCED);
  }

  /** The content codings of this version. */
  public enum Encoding {
    /** RFC 8878. */
    ZSTD,
    /** RFC 7932. */
    BR,
    /** RFC 1952. */
    GZIP
  }

  /** What is worth more: the processor's time or a small response. */
  public enum Level {
    FAST,
    BALANCED,
    BEST
  }
}
