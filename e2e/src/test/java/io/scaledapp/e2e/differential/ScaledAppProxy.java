package io.scaledapp.e2e.differential;

import io.scaledapp.e2e.balancer.RunningBalancer;

/** This project's balancer. */
final class ScaledAppProxy implements Proxy {
  private static final String APP =
      """
      apiVersion: scaledapp.io/v1alpha1
      kind: ScaledApp
      metadata: {name: %s}
      spec:
        endpoints: [{address: 127.0.0.1, port: %d}]
        routing:
          hosts: [%s]
          pathPrefixes: [%s]
          timeouts: {read: 1s}
      """;

  private final RunningBalancer balancer;

  ScaledAppProxy(RecordingBackend backend) {
    balancer =
        RunningBalancer.start(
            APP.formatted("front", backend.port("front"), "app.test", "/"),
            APP.formatted("admin", backend.port("admin"), "app.test", "/admin"),
            APP.formatted("other", backend.port("other"), "other.test", "/"));
  }

  @Override
  public String name() {
    return "ScaledApp";
  }

  @Override
  public String version() {
    return "";
  }

  @Override
  public int port() {
    return balancer.port();
  }

  @Override
  public void close() {
    balancer.close();
  }
}
