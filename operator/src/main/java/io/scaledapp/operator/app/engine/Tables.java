package io.scaledapp.operator.app.engine;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.operator.app.model.RouteClashes;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The routing tables of a leader, from one to the next. Confined to one thread. */
final class Tables {

  private final Consumer<RoutingTable> balancers;
  private RoutingTable table = RoutingTable.EMPTY;
  private Map<String, String> clashes = Map.of();
  private List<RunningApp> order = List.of();
  private boolean leads;
  private boolean outdated;
  private boolean regrouped;

  Tables(Consumer<RoutingTable> balancers) {
    this.balancers = balancers;
  }

  boolean leads() {
    return leads;
  }

  /** The latest that was published. */
  RoutingTable latest() {
    return table;
  }

  /**
   * Begins with the next table.
   *
   * @param term higher than any leader's before
   */
  void lead(long term) {
    leads = true;
    table = new RoutingTable(term, 0, List.of());
    regroup();
  }

  /** Goes on with a term above this one, unless its own is above it. */
  void outbid(long term) {
    if (leads && table.term() <= term) {
      lead(term + 1);
    }
  }

  void follow() {
    leads = false;
    order = List.of();
  }

  /** An app has other endpoints. */
  void change() {
    outdated = true;
  }

  /** An app came, went, is on its way out, or names other places. */
  void regroup() {
    outdated = true;
    regrouped = true;
  }

  /** Publishes a table if there is something new to tell; true when clashes are others now. */
  boolean publish(Collection<RunningApp> apps) {
    if (!leads || !outdated) {
      return false;
    }
    outdated = false;
    var another = regrouped;
    regrouped = false;
    if (another) {
      order = ordered(apps);
    }
    var routes = order.stream().map(RunningApp::route).toList();
    if (table.sequence() > 0 && routes.equals(table.apps())) {
      return false;
    }
    table = new RoutingTable(table.term(), table.sequence() + 1, routes);
    balancers.accept(table);
    return another && clashesChange(routes);
  }

  private boolean clashesChange(List<AppRoute> routes) {
    var before = clashes;
    clashes = RouteClashes.of(routes);
    return !clashes.equals(before);
  }

  /** Which places each app does not get, in words, by its id. */
  Map<String, String> clashes() {
    return clashes;
  }

  /**
   * Apps on their way out come last, so that a successor can have their hosts; of the others the
   * oldest comes first.
   */
  private static List<RunningApp> ordered(Collection<RunningApp> apps) {
    return apps.stream()
        .sorted(Comparator.comparing(RunningApp::isDeleting).thenComparing(RunningApp::createdAt))
        .toList();
  }
}
