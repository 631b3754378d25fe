package io.scaledapp.balancer.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What makes one routing table of another of the same term: less to send than the whole.
 *
 * @param term of both tables
 * @param base sequence of the table that it changes
 * @param sequence of the table that it makes
 * @param changed apps that are new or different; new ones come last, in this order
 * @param removed names of apps that are gone
 * @param order names of all apps of the new table, where it is another order than removing,
 *     replacing and appending gives; else empty
 */
public record TableDelta(
    long term,
    long base,
    long sequence,
    List<AppRoute> changed,
    List<String> removed,
    List<String> order) {

  public TableDelta {
    changed = List.copyOf(changed);
    removed = List.copyOf(removed);
    order = List.copyOf(order);
  }

  /**
   * The delta with which {@code base} becomes {@code next}.
   *
   * @throws IllegalArgumentException if they are of different terms
   */
  public static TableDelta between(RoutingTable base, RoutingTable next) {
    if (base.term() != next.term()) {
      throw new IllegalArgumentException(
          "no delta from term %d to term %d".formatted(base.term(), next.term()));
    }
    var changes = NamedChanges.between(base.apps(), next.apps(), AppRoute::app);
    var unordered =
        new TableDelta(
            base.term(),
            base.sequence(),
            next.sequence(),
            changes.changed(),
            changes.removed(),
            List.of());
    if (changes.inPlace()) {
      return unordered;
    }
    var order = names(next.apps());
    return unordered.merge(base).keySet().stream().toList().equals(order)
        ? unordered
        : unordered.ordered(order);
  }

  /** Whether the delta changes this table. */
  public boolean fits(RoutingTable table) {
    return table.term() == term && table.sequence() == base;
  }

  /**
   * The table that the delta makes of {@code table}.
   *
   * @throws IllegalArgumentException if it is made for another one, or names in its order an app
   *     that there is not
   */
  public RoutingTable applyTo(RoutingTable table) {
    if (!fits(table)) {
      throw new IllegalArgumentException(
          "the delta is for table %d/%d and not for %d/%d"
              .formatted(term, base, table.term(), table.sequence()));
    }
    var apps = merge(table);
    return new RoutingTable(
        term, sequence, order.isEmpty() ? List.copyOf(apps.values()) : inOrder(apps));
  }

  private Map<String, AppRoute> merge(RoutingTable table) {
    return NamedChanges.made(table.apps(), changed, removed, AppRoute::app);
  }

  private List<AppRoute> inOrder(Map<String, AppRoute> apps) {
    var ordered = new ArrayList<AppRoute>();
    for (String name : order) {
      var app = apps.remove(name);
      if (app == null) {
        throw new IllegalArgumentException("the order names " + name + ", which is not there");
      }
      ordered.add(app);
    }
    ordered.addAll(apps.values());
    return ordered;
  }

  private TableDelta ordered(List<String> order) {
    return new TableDelta(term, base, sequence, changed, removed, order);
  }

  private static List<String> names(List<AppRoute> apps) {
    return apps.stream().map(AppRoute::app).toList();
  }
}
