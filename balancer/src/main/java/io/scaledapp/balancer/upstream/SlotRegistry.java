package io.scaledapp.balancer.upstream;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.SlotGrants;
import io.scaledapp.balancer.control.SlotGrants.AppGrants;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * The slots that the balancer was granted, also of endpoints that the routing table does not hold
 * yet. Grants of an older term than the table's say nothing: the leader of that table grants none,
 * since it is of the version before, and then the limit is this balancer's alone. For one thread at
 * a time.
 */
final class SlotRegistry {
  private static final long NONE = -1;

  private final Map<String, Map<String, Integer>> slots = new HashMap<>();
  private long term = NONE;
  private long sequence = NONE;

  long term() {
    return term;
  }

  long sequence() {
    return sequence;
  }

  /** Whether there are grants and the table's leader is no newer than theirs. */
  boolean governs(RoutingTable table) {
    return term != NONE && term >= table.term();
  }

  /** The apps with a grant. */
  Set<String> apps() {
    return Set.copyOf(slots.keySet());
  }

  /** The slots of each endpoint of an app that has one. */
  Map<String, Integer> of(String app) {
    return slots.getOrDefault(app, Map.of());
  }

  /** The slots of each endpoint of the route under a table. */
  ToIntFunction<String> of(AppRoute route, RoutingTable table) {
    int limit = route.maxConcurrencyPerReplica();
    if (limit == 0) {
      return endpoint -> UpstreamEndpoint.UNLIMITED;
    }
    if (!governs(table)) {
      return endpoint -> limit;
    }
    var granted = of(route.app());
    return endpoint -> granted.getOrDefault(endpoint, 0);
  }

  /**
   * Takes the grants, unless others are in force that they do not change.
   *
   * @param table in force
   */
  boolean take(SlotGrants grants, RoutingTable table) {
    boolean fits =
        grants.begins()
            ? grants.term() > term || (grants.term() == term && grants.sequence() > sequence)
            : grants.term() == term && grants.base() == sequence;
    if (!fits || grants.term() < table.term()) {
      return false;
    }
    if (grants.begins() && !governs(table)) {
      keepWhole(table);
    }
    term = grants.term();
    sequence = grants.sequence();
    grants.apps().forEach(this::change);
    return true;
  }

  /** What the balancer had by itself becomes what it was granted. */
  private void keepWhole(RoutingTable table) {
    slots.clear();
    for (AppRoute route : table.apps()) {
      if (route.maxConcurrencyPerReplica() > 0 && !route.endpoints().isEmpty()) {
        var whole = new HashMap<String, Integer>();
        for (Endpoint endpoint : route.endpoints()) {
          whole.put(endpoint.id(), route.maxConcurrencyPerReplica());
        }
        slots.put(route.app(), whole);
      }
    }
  }

  private void change(AppGrants changes) {
    var app = slots.computeIfAbsent(changes.app(), name -> new HashMap<>());
    for (var change : changes.endpoints()) {
      if (change.slots() > 0) {
        app.put(change.endpoint(), change.slots());
      } else {
        app.remove(change.endpoint());
      }
    }
    if (app.isEmpty()) {
      slots.remove(changes.app());
    }
  }
}
