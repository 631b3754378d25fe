package io.scaledapp.operator.control.slot;

import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.SlotGrants;
import io.scaledapp.balancer.control.SlotUsage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The ledger of an operator as it is, with simulated streams to the balancers. */
final class SimulatedOperator {
  /** When another was elected, in nanoseconds of virtual time. */
  long deposedAt;

  private final VirtualTime time;
  private final RandomGenerator random;
  private final Map<SimulatedBalancer, Link> links = new LinkedHashMap<>();
  private @Nullable SlotLedger ledger;
  private RoutingTable table = RoutingTable.EMPTY;

  SimulatedOperator(VirtualTime time, RandomGenerator random) {
    this.time = time;
    this.random = random;
  }

  /** Begins a term with the balancers that there are and the first table. */
  void lead(RoutingTable first, Set<String> pods) {
    ledger = new SlotLedger(first.term(), pods, time::nanos, this::send);
    for (SimulatedBalancer balancer : links.keySet()) {
      ledger.arrived(balancer.name);
    }
    publish(first);
  }

  void publish(RoutingTable next) {
    if (ledger != null) {
      table = next;
      links.forEach((balancer, link) -> send(balancer, link));
      ledger.take(next);
    }
  }

  /** Stops to act, if it still acts by this term. */
  void follow(long deposed) {
    if (term() == deposed) {
      follow();
    }
  }

  /** Stops to act. */
  void follow() {
    ledger = null;
  }

  boolean leads() {
    return ledger != null;
  }

  long term() {
    return ledger == null ? -1 : ledger.term();
  }

  void pods(Set<String> names) {
    if (ledger != null) {
      ledger.pods(names);
    }
  }

  void turn() {
    if (ledger != null) {
      ledger.turn();
    }
  }

  void connect(SimulatedBalancer balancer) {
    var link = new Link(time, random);
    cut(balancer);
    links.put(balancer, link);
    if (ledger != null) {
      ledger.arrived(balancer.name);
      send(balancer, link);
    }
  }

  boolean isConnected(SimulatedBalancer balancer) {
    return links.containsKey(balancer);
  }

  void cut(SimulatedBalancer balancer) {
    var link = links.remove(balancer);
    if (link != null) {
      link.cut();
      if (ledger != null) {
        ledger.lost(balancer.name);
      }
    }
  }

  private void send(SimulatedBalancer balancer, Link link) {
    var sent = table;
    link.send(() -> balancer.table(sent, this, link));
  }

  private void send(String name, SlotGrants grants) {
    links.forEach(
        (balancer, link) -> {
          if (balancer.name.equals(name)) {
            link.send(() -> balancer.grants(grants, this, link));
          }
        });
  }

  void acknowledged(SimulatedBalancer balancer, Link link, long term, long sequence) {
    if (ledger != null && ledger.term() == term && links.get(balancer) == link) {
      ledger.tableInForce(balancer.name, sequence);
    }
  }

  void told(SimulatedBalancer balancer, Link link, SlotUsage usage) {
    if (ledger != null && links.get(balancer) == link) {
      ledger.told(balancer.name, usage);
    }
  }
}
