package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a run whose time has come while one before it still runs. */
public enum JobConcurrency {
  /** It is left out. */
  @JsonProperty("Forbid")
  FORBID,
  /** Both run. */
  @JsonProperty("Allow")
  ALLOW,
  /** The one before is ended. */
  @JsonProperty("Replace")
  REPLACE
}
