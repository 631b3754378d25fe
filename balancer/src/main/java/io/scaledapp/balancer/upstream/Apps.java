package io.scaledapp.balancer.upstream;

import io.scaledapp.balancer.control.AppLoad;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.eventloop.Worker;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.route.Router;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The apps of the routing table in force. Any thread. */
public final class Apps implements AppFinder {

  private record Table(
      RoutingTable routes, Router router, List<App> apps, Map<String, App> appsByName) {
    static final Table EMPTY =
        new Table(RoutingTable.EMPTY, Router.of(RoutingTable.EMPTY), List.of(), Map.of());
  }

  private final List<Worker> workers;
  private volatile Table table = Table.EMPTY;

  /** Apps that the table no longer holds, with what they still do; guarded by this. */
  private List<App> leaving = List.of();

  public Apps(List<Worker> workers) {
    this.workers = List.copyOf(workers);
  }

  /** The app whose host and path prefix fit best. */
  @Override
  public @Nullable App find(RequestHead head) {
    Table table = this.table;
    int host = head.hostField();
    int app =
        table
            .router()
            .match(
                head.view(),
                host < 0 ? 0 : head.valueStart(host),
                host < 0 ? 0 : head.valueEnd(host),
                head.line().pathStart(),
                head.line().pathEnd());
    return app < 0 ? null : table.apps().get(app);
  }

  /** Finds the app of this name for every request, for as long as the table names it. */
  public AppFinder only(String app) {
    return head -> table.appsByName().get(app);
  }

  /** Takes the table if it is newer than the one in force; touches no open connection. */
  public synchronized boolean apply(RoutingTable routes) {
    if (!routes.isNewerThan(table.routes())) {
      return false;
    }
    Map<String, App> former = new HashMap<>();
    leaving.forEach(app -> former.put(app.name(), app));
    table.apps().forEach(app -> former.put(app.name(), app));
    var gone = new ArrayList<UpstreamEndpoint>();
    var apps = new ArrayList<App>();
    var appsByName = new HashMap<String, App>();
    for (AppRoute route : routes.apps()) {
      App known = former.remove(route.app());
      App app = known == null ? new App(route, workers.size()) : known;
      gone.addAll(app.update(route));
      apps.add(app);
      appsByName.put(app.name(), app);
    }
    table = new Table(routes, Router.of(routes), List.copyOf(apps), Map.copyOf(appsByName));
    former.values().forEach(app -> gone.addAll(app.remove()));
    // One that comes back goes on with its counters and the slots that are taken.
    leaving = former.values().stream().filter(App::isBusy).toList();
    closeIdle(gone);
    return true;
  }

  /** Closes the idle connections of endpoints that are gone; busy ones finish. */
  private void closeIdle(List<UpstreamEndpoint> gone) {
    if (gone.isEmpty()) {
      return;
    }
    for (Worker worker : workers) {
      worker.execute(() -> gone.forEach(endpoint -> endpoint.idle(worker.index()).closeAll()));
    }
  }

  /** The load on each app at {@code now}, nanoseconds of the workers' clock. */
  public List<AppLoad> load(long now) {
    var loads = new ArrayList<AppLoad>();
    for (App app : table.apps()) {
      loads.add(app.load(now));
    }
    return loads;
  }
}
