package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a revision takes the place of the one before. */
public enum RolloutStrategy {
  /** Replica by replica. */
  @JsonProperty("RollingUpdate")
  ROLLING_UPDATE,
  /** All replicas beside those of the one before, then all requests at once. */
  @JsonProperty("BlueGreen")
  BLUE_GREEN,
  /** With a share of requests that rises in steps. */
  @JsonProperty("Canary")
  CANARY
}
