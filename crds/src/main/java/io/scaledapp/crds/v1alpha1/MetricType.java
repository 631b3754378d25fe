package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The measures of load. */
public enum MetricType {
  /** Requests in flight; an open tunnel or event stream is one. */
  @JsonProperty("Concurrency")
  CONCURRENCY,
  /** Client connections open now whose latest request went to the app. */
  @JsonProperty("Connections")
  CONNECTIONS,
  /** Requests a second. */
  @JsonProperty("RequestRate")
  REQUEST_RATE
}
