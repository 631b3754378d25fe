package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a revision is that was tried, or is. */
public enum RolloutPhase {
  @JsonProperty("OnTrial")
  ON_TRIAL,
  /** Takes the place of the one before. */
  @JsonProperty("Promoted")
  PROMOTED,
  /** The one before goes on. */
  @JsonProperty("RolledBack")
  ROLLED_BACK
}
