package io.scaledapp.operator.app.engine;

import io.scaledapp.balancer.control.RoutingTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which routing table each balancer has in force. Confined to one thread. */
final class Acknowledgements {

  private final Map<String, RoutingTable> inForce = new HashMap<>();
  private Set<String> serving = Set.of();

  /** A balancer has a table in force. */
  void add(String balancer, long term, long sequence) {
    inForce.put(balancer, new RoutingTable(term, sequence, List.of()));
  }

  /** Names the balancers that clients reach. */
  void expect(Set<String> balancers) {
    serving = balancers;
  }

  void forget(String balancer) {
    inForce.remove(balancer);
  }

  /** Whether there are balancers to wait for. */
  boolean areAwaited() {
    return !serving.isEmpty();
  }

  /** Whether each balancer that clients reach has this table or a newer one. */
  boolean areOf(RoutingTable table) {
    return serving.stream()
        .map(inForce::get)
        .allMatch(newest -> newest != null && !table.isNewerThan(newest));
  }
}
