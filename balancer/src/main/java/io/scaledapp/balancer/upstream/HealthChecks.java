package io.scaledapp.balancer.upstream;

import io.scaledapp.balancer.eventloop.Worker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks the endpoints of the apps that ask for it, all on one event loop. */
public final class HealthChecks {
  private final Worker worker;
  private final ReplicaConnector connector;

  /** For the event loop only. */
  private Map<UpstreamEndpoint, EndpointCheck> checks = new HashMap<>();

  /** Checks nothing yet; the connector is that of the worker. */
  public HealthChecks(Worker worker, ReplicaConnector connector) {
    this.worker = worker;
    this.connector = connector;
  }

  /** From here on these apps are checked and no other; any thread. */
  public void follow(List<App> apps) {
    worker.execute(() -> update(apps));
  }

  private void update(List<App> apps) {
    var former = checks;
    checks = new HashMap<>();
    for (App app : apps) {
      var policy = app.route().traffic().healthCheck();
      if (policy != null) {
        for (UpstreamEndpoint endpoint : app.readyEndpoints()) {
          var known = former.remove(endpoint);
          var check =
              known == null ? new EndpointCheck(app, endpoint, policy, worker, connector) : known;
          check.follow(policy);
          checks.put(endpoint, check);
        }
      }
    }
    former.values().forEach(EndpointCheck::stop);
  }
}
