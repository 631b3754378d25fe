package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The content codings. */
public enum CompressionEncoding {
  @JsonProperty("zstd")
  ZSTD,
  @JsonProperty("br")
  BR,
  @JsonProperty("gzip")
  GZIP
}
