package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a cookie has the attribute Secure. */
public enum CookieSecurity {
  @JsonProperty("Auto")
  AUTO,
  @JsonProperty("Always")
  ALWAYS,
  @JsonProperty("Never")
  NEVER
}
