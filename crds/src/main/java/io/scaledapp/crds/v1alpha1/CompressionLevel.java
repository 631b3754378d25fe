package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What is worth more: the processor's time or small answers. */
public enum CompressionLevel {
  @JsonProperty("Fast")
  FAST,
  @JsonProperty("Balanced")
  BALANCED,
  @JsonProperty("Best")
  BEST
}
