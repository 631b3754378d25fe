package io.scaledapp.operator.control.slot;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.SlotUsage.AppUsage;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The slots of one app: what each balancer may have in flight on each endpoint. Over all balancers
 * that never exceeds the limit by a grant of this ledger, since a slot is given only when it is
 * certain that nobody has it. Confined to one thread.
 */
final class AppLedger {
  private final String name;
  private final Map<String, BalancerSlots> balancers = new TreeMap<>();

  /** Slots of endpoints that those who have not spoken yet may have from the leader before. */
  private final Map<String, Integer> reserve = new HashMap<>();

  private @Nullable AppRoute route;
  private long routedBy;
  private int limit;

  /** Whether each endpoint takes requests. */
  private Map<String, Boolean> endpoints = Map.of();

  private long unlimitedUntil;

  AppLedger(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** The app is in the table of a sequence as follows; whether that changes anything. */
  boolean route(AppRoute next, long table) {
    routedBy = table;
    if (next == route) {
      return false;
    }
    var states = new LinkedHashMap<String, Boolean>();
    next.endpoints().forEach(endpoint -> states.put(endpoint.id(), takesRequests(endpoint)));
    boolean changes =
        route == null || limit != next.maxConcurrencyPerReplica() || !endpoints.equals(states);
    route = next;
    limit = next.maxConcurrencyPerReplica();
    endpoints = states;
    return changes;
  }

  private static boolean takesRequests(Endpoint endpoint) {
    return endpoint.state() == Endpoint.State.READY || endpoint.takesSessions();
  }

  /** Forgets the route unless it is in the table of this sequence; true when there was one. */
  boolean dropUnlessIn(long table) {
    if (route == null || routedBy == table) {
      return false;
    }
    route = null;
    endpoints = Map.of();
    return true;
  }

  /** Whether it is in the table without a limit: then what was granted does not count. */
  boolean isUnlimited() {
    return route != null && limit == 0;
  }

  boolean isLimited() {
    return route != null && limit > 0;
  }

  /** Up to the table of this sequence, balancers were told of no limit. */
  void unlimitedUntil(long sequence) {
    unlimitedUntil = sequence;
  }

  long unlimitedUntil() {
    return unlimitedUntil;
  }

  /** Balancers that have not spoken may have any slot that others do not have. */
  void reserveAll() {
    endpoints.keySet().forEach(endpoint -> reserve.put(endpoint, limit));
  }

  /** A balancer has spoken: what it has is known. */
  void spoke(String balancer) {
    var slots = balancers.get(balancer);
    if (slots != null) {
      reserve.replaceAll((endpoint, most) -> Math.max(0, most - slots.most(endpoint)));
    }
  }

  /** All have spoken: the rest is nobody's. */
  void freeReserve() {
    reserve.clear();
  }

  /** A balancer told what it has. */
  void told(String balancer, AppUsage usage, long now) {
    balancers.computeIfAbsent(balancer, any -> new BalancerSlots(now)).told(usage);
  }

  /** What a balancer told last is all that it has. */
  void settled(String balancer) {
    var slots = balancers.get(balancer);
    if (slots != null) {
      slots.settled();
    }
  }

  /** A balancer has nothing. */
  void forget(String balancer) {
    balancers.remove(balancer);
  }

  /** Whether there is nothing to remember. */
  boolean isForgettable() {
    return !isLimited() && balancers.values().stream().allMatch(BalancerSlots::isNothing);
  }

  /**
   * What each balancer is to have, by its name.
   *
   * @param members those that may get slots, sorted
   */
  Map<String, Map<String, Integer>> divide(List<Member> members, long now) {
    var names = members.stream().map(Member::name).toList();
    var claims =
        members.stream()
            .map(member -> of(member.name(), now).claim(member.name(), !member.isLeaving(), now))
            .toList();
    return SlotDivision.divide(capacities(names), claims);
  }

  private Map<String, Integer> capacities(Collection<String> members) {
    var capacities = new LinkedHashMap<String, Integer>();
    endpoints.forEach(
        (endpoint, takesRequests) -> {
          int others = reserve.getOrDefault(endpoint, 0);
          for (var one : balancers.entrySet()) {
            if (!members.contains(one.getKey())) {
              others += one.getValue().most(endpoint);
            }
          }
          capacities.put(endpoint, takesRequests ? Math.max(0, limit - others) : 0);
        });
    return capacities;
  }

  /** Each balancer has the whole limit. */
  Map<String, Integer> whole() {
    var whole = new LinkedHashMap<String, Integer>();
    endpoints.keySet().forEach(endpoint -> whole.put(endpoint, limit));
    return whole;
  }

  /** Slots of an endpoint that are certain to be nobody's. */
  int free(String endpoint) {
    int free = limit - reserve.getOrDefault(endpoint, 0);
    for (BalancerSlots slots : balancers.values()) {
      free -= slots.most(endpoint);
    }
    return Math.max(0, free);
  }

  /** A balancer's slots. */
  BalancerSlots of(String balancer, long now) {
    return balancers.computeIfAbsent(balancer, any -> new BalancerSlots(now));
  }

  /** Whether some have no slot though requests wait there: they get a turn. */
  boolean isRotating() {
    return balancers.values().stream().anyMatch(one -> one.waiting() > 0 && !one.hasSlots());
  }
}
