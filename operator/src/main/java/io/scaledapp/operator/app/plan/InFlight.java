package io.scaledapp.operator.app.plan;

import io.scaledapp.balancer.control.AppLoad;
import io.scaledapp.balancer.control.EndpointLoad;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Requests in flight on each endpoint of one app, by all balancers. Confined to one thread. */
public final class InFlight {

  private final Map<String, Latest> balancers = new HashMap<>();
  private Set<String> expected = Set.of();

  /** What one balancer said last, and when it had said the thing before. */
  private static final class Latest {
    private List<EndpointLoad> said = List.of();
    private Map<String, Integer> endpoints = Map.of();
    private Instant at = Instant.MIN;
    private Instant before = Instant.MIN;

    void accept(AppLoad load, Instant receivedAt) {
      // Most apps are idle: what is equal and old spares the collector moving what is new.
      if (!load.endpoints().equals(said)) {
        said = load.endpoints();
        endpoints =
            said.stream()
                .collect(
                    Collectors.toMap(
                        EndpointLoad::endpoint, EndpointLoad::concurrency, Integer::sum));
      }
      before = at;
      at = receivedAt;
    }
  }

  public void accept(String balancer, AppLoad load, Instant receivedAt) {
    balancers.computeIfAbsent(balancer, name -> new Latest()).accept(load, receivedAt);
  }

  /** Leaves out a balancer whose pod is gone. */
  public void forget(String balancer) {
    balancers.remove(balancer);
  }

  /** Names balancers that serve: nothing is known while one of them has not reported. */
  public void expect(Set<String> serving) {
    expected = Set.copyOf(serving);
  }

  public int on(String endpoint) {
    return balancers.values().stream()
        .mapToInt(latest -> latest.endpoints.getOrDefault(endpoint, 0))
        .sum();
  }

  /** Requests that were ever sent to the endpoint; less than before when a balancer is gone. */
  public long requestsTo(String endpoint) {
    return balancers.values().stream()
        .flatMap(latest -> latest.said.stream())
        .filter(load -> load.endpoint().equals(endpoint))
        .mapToLong(EndpointLoad::requests)
        .sum();
  }

  /**
   * Whether every balancer's latest counts were made after it was told something at {@code time}.
   * That takes two reports, since the first may have been on its way already.
   */
  public boolean isKnownSince(Instant time) {
    return !balancers.isEmpty()
        && balancers.keySet().containsAll(expected)
        && balancers.values().stream().allMatch(latest -> latest.before.isAfter(time));
  }
}
