package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The balancing policies. */
public enum LoadBalancingPolicy {
  @JsonProperty("RoundRobin")
  ROUND_ROBIN,
  @JsonProperty("LeastConnections")
  LEAST_CONNECTIONS,
  @JsonProperty("IPHash")
  IP_HASH
}
