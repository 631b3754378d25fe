package io.scaledapp.e2e.cluster;

import io.scaledapp.e2e.Await;
import java.time.Duration;

/** The time in which no API server answers: from the making of this until it is closed. */
public final class ApiServerOutage implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Cluster cluster;

  /** Kills the API server, so that every connection to it breaks at once. */
  ApiServerOutage(Cluster cluster) {
    this.cluster = cluster;
    var unused = onControlPlane("sv down kube-apiserver && sv kill kube-apiserver");
    Await.until("the API server's end", LIMIT, () -> status().startsWith("down:"));
  }

  /** Starts it and waits until it is ready. */
  @Override
  public void close() {
    var unused = onControlPlane("sv up kube-apiserver");
    Await.until(
        "an API server that is ready",
        LIMIT,
        () -> cluster.tryKubectl("get", "--raw=/readyz").exitCode() == 0);
  }

  private String status() {
    return onControlPlane("sv status kube-apiserver || true");
  }

  private String onControlPlane(String script) {
    return cluster.runOnNode(ClusterNode.nodeName(0), script);
  }
}
