package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When clients send a cookie with requests that other sites caused. */
public enum SameSite {
  @JsonProperty("Lax")
  LAX,
  @JsonProperty("Strict")
  STRICT,
  @JsonProperty("None")
  NONE
}
