package io.scaledapp.balancer.control;

import java.util.List;

/**
 * Everything a balancer needs to know, whole. Immutable, so any thread may hold one.
 *
 * @param term the leader's term; a table of a higher term always wins
 * @param sequence rises by at least one with each table of a term; an equal or lower one is ignored
 * @param apps one entry an app, in the order in which clashes are decided: the first keeps the host
 */
public record RoutingTable(long term, long sequence, List<AppRoute> apps) {

  public static final RoutingTable EMPTY = new RoutingTable(0, 0, List.of());

  public RoutingTable {
    apps = List.copyOf(apps);
  }

  /** Whether this table replaces {@code other}. */
  public boolean isNewerThan(RoutingTable other) {
    return term != other.term ? term > other.term : sequence > other.sequence;
  }
}
