package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The parts of a request that a consistent hash can go by. */
public enum HashKeyType {
  @JsonProperty("ClientIP")
  CLIENT_IP,
  @JsonProperty("Path")
  PATH,
  @JsonProperty("Header")
  HEADER,
  @JsonProperty("Cookie")
  COOKIE
}
