package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which kind of workload is adopted. */
public enum TargetKind {
  @JsonProperty("Deployment")
  DEPLOYMENT("Deployment"),
  @JsonProperty("StatefulSet")
  STATEFUL_SET("StatefulSet"),
  @JsonProperty("ReplicaSet")
  REPLICA_SET("ReplicaSet");

  private final String word;

  TargetKind(String word) {
    this.word = word;
  }

  /** The kind as Kubernetes writes it. */
  public String word() {
    return word;
  }
}
