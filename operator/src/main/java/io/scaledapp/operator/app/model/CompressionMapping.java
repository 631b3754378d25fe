package io.scaledapp.operator.app.model;

import io.scaledapp.balancer.control.CompressionPolicy;
import io.scaledapp.crds.v1alpha1.Compression;
import io.scaledapp.crds.v1alpha1.CompressionEncoding;
import io.scaledapp.crds.v1alpha1.CompressionLevel;
import org.jspecify.annotations.Nullable;

/** From {@code spec.routing.compression} to what a balancer does with responses. */
final class CompressionMapping {

  private CompressionMapping() {}

  static @Nullable CompressionPolicy compression(@Nullable Compression said) {
    if (said == null) {
      return null;
    }
    var absent = CompressionPolicy.DEFAULT;
    return new CompressionPolicy(
        said.encodings() == null
            ? absent.encodings()
            : said.encodings().stream().map(CompressionMapping::encoding).toList(),
        said.minBytes() == null ? absent.minBytes() : said.minBytes(),
        said.types() == null ? absent.types() : said.types(),
        said.level() == null ? absent.level() : level(said.level()));
  }

  private static CompressionPolicy.Encoding encoding(CompressionEncoding said) {
    return switch (said) {
      case ZSTD -> CompressionPolicy.Encoding.ZSTD;
      case BR -> CompressionPolicy.Encoding.BR;
      case GZIP -> CompressionPolicy.Encoding.GZIP;
    };
  }

  private static CompressionPolicy.Level level(CompressionLevel said) {
    return switch (said) {
      case FAST -> CompressionPolicy.Level.FAST;
      case BALANCED -> CompressionPolicy.Level.BALANCED;
      case BEST -> CompressionPolicy.Level.BEST;
    };
  }
}
