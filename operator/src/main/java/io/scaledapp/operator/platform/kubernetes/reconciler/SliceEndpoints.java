package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import java.util.List;

/**
 * The balancers as a slice names them. One slice holds at most 1000, which is the API's bound. Any
 * thread.
 */
final class SliceEndpoints {

  private static final int MOST_ENDPOINTS = 1000;

  private final Balancers balancers;
  private volatile Made latest = new Made(List.of(), List.of());

  /** Nearly all apps have the same. */
  private record Made(List<BalancerPod> balancers, List<Endpoint> endpoints) {}

  SliceEndpoints(Balancers balancers) {
    this.balancers = balancers;
  }

  /** Those of an app with an id. */
  List<Endpoint> of(String app) {
    var pods = balancers.of(app);
    var known = latest;
    if (!pods.equals(known.balancers())) {
      known =
          new Made(
              pods, pods.stream().limit(MOST_ENDPOINTS).map(SliceEndpoints::endpoint).toList());
      latest = known;
    }
    return known.endpoints();
  }

  private static Endpoint endpoint(BalancerPod balancer) {
    return new EndpointBuilder()
        .withAddresses(balancer.ip())
        .withNewConditions()
        .withReady(balancer.isServing())
        .withServing(balancer.ready())
        .withTerminating(balancer.terminating())
        .endConditions()
        .withNodeName(balancer.node())
        .build();
  }
}
