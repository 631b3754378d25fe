package io.scaledapp.operator.autoscaler;

/** The measures of load that a target can be set for. */
public enum LoadMetric {
  CONCURRENCY("requests in flight"),
  CONNECTIONS("open connections"),
  REQUEST_RATE("requests/s");

  private final String words;

  LoadMetric(String words) {
    this.words = words;
  }

  /** The unit as a reason names it. */
  String words() {
    return words;
  }
}
