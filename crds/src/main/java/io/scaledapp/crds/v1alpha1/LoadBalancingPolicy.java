package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The balancing policies. */
public enum LoadBalancingPolicy {
  @JsonProperty("RoundRobin")
  ROUND_ROBIN,
  @JsonProperty("LeastConnections")
  LEAST_CONNECTIONS,
  @JsonProperty("LeastRequest")
  LEAST_REQUEST,
  @JsonProperty("IPHash")
  IP_HASH,
  @JsonProperty("ConsistentHash")
  CONSISTENT_HASH,
  @JsonProperty("PeakEWMA")
  PEAK_EWMA,
  @JsonProperty("Random")
  RANDOM
}
