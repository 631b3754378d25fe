package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a rule's value counts. */
public enum ScalingRuleType {
  @JsonProperty("Pods")
  PODS,
  @JsonProperty("Percent")
  PERCENT
}
