package io.scaledapp.balancer.route;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.Timeouts;
import java.util.List;

/** Routing tables for tests. */
final class Routes {
  private Routes() {}

  static AppRoute app(String name, List<String> hosts, List<String> prefixes) {
    return new AppRoute(
        name,
        hosts,
        prefixes,
        0,
        AppRoute.Policy.ROUND_ROBIN,
        0,
        QueueLimits.DEFAULT,
        Timeouts.DEFAULT,
        List.of());
  }

  static RoutingTable table(List<AppRoute> apps) {
    return new RoutingTable(1, 1, apps);
  }
}
