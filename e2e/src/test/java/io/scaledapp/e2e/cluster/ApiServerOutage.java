package io.scaledapp.e2e.cluster;

import io.scaledapp.e2e.Await;
import java.time.Duration;

/** The time in which no API server answers: from the making of this until it is closed. */
public final class ApiServerOutage implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Cluster cluster;
  private final Nodes nodes;

  ApiServerOutage(Cluster cluster, Nodes nodes) {
    this.cluster = cluster;
    this.nodes = nodes;
    nodes.stopApiServer();
  }

  /** Starts it and waits until it is ready. */
  @Override
  public void close() {
    nodes.startApiServer();
    Await.until(
        "an API server that is ready",
        LIMIT,
        () -> cluster.tryKubectl("get", "--raw=/readyz").exitCode() == 0);
  }
}
