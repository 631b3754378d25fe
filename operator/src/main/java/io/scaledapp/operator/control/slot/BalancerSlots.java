package io.scaledapp.operator.control.slot;

import io.scaledapp.balancer.control.SlotUsage.AppUsage;
import io.scaledapp.balancer.control.SlotUsage.EndpointUsage;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** One balancer's slots of one app. Confined to one thread. */
final class BalancerSlots {
  /**
   * Long enough for some short requests, so that passing slots on does not cost most of the time.
   */
  private static final Duration TURN = Duration.ofMillis(100);

  private final Map<String, Holding> holdings = new HashMap<>();
  private int waiting;
  private boolean hadSlots;
  private long since;

  BalancerSlots(long now) {
    since = now;
  }

  /** The balancer told all that it has of the app. */
  void told(AppUsage usage) {
    waiting = usage.waiting();
    var named = new HashSet<String>();
    for (EndpointUsage one : usage.endpoints()) {
      named.add(one.endpoint());
      holdings.computeIfAbsent(one.endpoint(), any -> new Holding()).told(one.slots(), one.used());
    }
    holdings.forEach(
        (endpoint, holding) -> {
          if (!named.contains(endpoint)) {
            holding.told(0, 0);
          }
        });
    holdings.values().removeIf(Holding::isNothing);
  }

  /** Nothing is under way to it any more. */
  void settled() {
    holdings.values().forEach(Holding::settled);
    holdings.values().removeIf(Holding::isNothing);
  }

  /** What it may have in flight at most. */
  int most(String endpoint) {
    var holding = holdings.get(endpoint);
    return holding == null ? 0 : holding.most();
  }

  /** The slots that it is to have already. */
  int wanted(String endpoint) {
    var holding = holdings.get(endpoint);
    return holding == null ? 0 : holding.wanted();
  }

  Set<String> endpoints() {
    return Set.copyOf(holdings.keySet());
  }

  /** A grant is sent. */
  void send(String endpoint, int slots, long now) {
    holdings.computeIfAbsent(endpoint, any -> new Holding()).send(slots);
    if (hasSlots() != hadSlots) {
      hadSlots = hasSlots();
      since = now;
    }
  }

  boolean hasSlots() {
    return holdings.values().stream().anyMatch(holding -> holding.wanted() > 0);
  }

  int waiting() {
    return waiting;
  }

  boolean isNothing() {
    return holdings.values().stream().allMatch(Holding::isNothing);
  }

  Claim claim(String balancer, boolean stays, long now) {
    var granted = new HashMap<String, Integer>();
    var used = new HashMap<String, Integer>();
    holdings.forEach(
        (endpoint, holding) -> {
          granted.put(endpoint, holding.wanted());
          used.put(endpoint, holding.used());
        });
    boolean turnOver = now - since >= TURN.toNanos();
    return new Claim(balancer, waiting, granted, used, stays, since, turnOver);
  }
}
