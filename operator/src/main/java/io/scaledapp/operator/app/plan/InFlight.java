package io.scaledapp.operator.app.plan;

import io.scaledapp.balancer.control.AppLoad;
import io.scaledapp.balancer.control.EndpointLoad;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Requests in flight on each endpoint of one app, by all balancers. Confined to one thread. */
public final class InFlight {

  private final Map<String, Latest> balancers = new HashMap<>();
  private Set<String> expected = Set.of();

  /** What one balancer said last, and when it had said the thing before. */
  private record Latest(Map<String, Integer> endpoints, Instant at, Instant before) {}

  public void accept(String balancer, AppLoad load, Instant receivedAt) {
    var last = balancers.get(balancer);
    var endpoints =
        load.endpoints().stream()
            .collect(
                Collectors.toMap(EndpointLoad::endpoint, EndpointLoad::concurrency, Integer::sum));
    balancers.put(
        balancer, new Latest(endpoints, receivedAt, last == null ? Instant.MIN : last.at()));
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
        .mapToInt(latest -> latest.endpoints().getOrDefault(endpoint, 0))
        .sum();
  }

  /**
   * Whether every balancer's latest counts were made after it was told something at {@code time}.
   * That takes two reports, since the first may have been on its way already.
   */
  public boolean isKnownSince(Instant time) {
    return !balancers.isEmpty()
        && balancers.keySet().containsAll(expected)
        && balancers.values().stream().allMatch(latest -> latest.before().isAfter(time));
  }
}
