package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which of several rules holds. */
public enum SelectPolicy {
  @JsonProperty("Max")
  MAX,
  @JsonProperty("Min")
  MIN,
  @JsonProperty("Disabled")
  DISABLED
}
