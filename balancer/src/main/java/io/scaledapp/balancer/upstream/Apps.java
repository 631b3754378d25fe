package io.scaledapp.balancer.upstream;

import io.scaledapp.balancer.cache.SharedCache;
import io.scaledapp.balancer.control.AppLoad;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.SlotGrants;
import io.scaledapp.balancer.control.SlotUsage;
import io.scaledapp.balancer.control.SlotUsage.AppUsage;
import io.scaledapp.balancer.control.Zone;
import io.scaledapp.balancer.eventloop.Worker;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.metrics.CircuitStatus;
import io.scaledapp.balancer.metrics.EndpointStatus;
import io.scaledapp.balancer.metrics.RequestRecorder;
import io.scaledapp.balancer.route.Router;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The apps of the routing table in force. Any thread. */
public final class Apps implements AppFinder {

  private record Table(
      RoutingTable routes, Router router, List<App> apps, Map<String, App> appsByName) {
    static final Table EMPTY =
        new Table(RoutingTable.EMPTY, Router.of(RoutingTable.EMPTY), List.of(), Map.of());
  }

  private final List<Worker> workers;
  private final SlotListener slots;
  private final LongSupplier nanoTime;
  private final RequestRecorder recorder;
  private final Optional<Zone> zone;
  private final SharedCache cache;
  private volatile Table table = Table.EMPTY;

  /** Apps that the table no longer holds, with what they still do; guarded by this. */
  private List<App> leaving = List.of();

  /** Guarded by this. */
  private final SlotRegistry granted = new SlotRegistry();

  /**
   * No apps yet.
   *
   * @param slots told when the use of slots is worth telling
   * @param nanoTime monotonic nanoseconds; any thread
   * @param recorder told of ejections
   */
  public Apps(
      List<Worker> workers, SlotListener slots, LongSupplier nanoTime, RequestRecorder recorder) {
    this(workers, slots, nanoTime, recorder, Optional.empty(), new SharedCache());
  }

  /**
   * The same for a balancer that may know where it runs.
   *
   * @param zone where that is
   * @param cache of all apps
   */
  public Apps(
      List<Worker> workers,
      SlotListener slots,
      LongSupplier nanoTime,
      RequestRecorder recorder,
      Optional<Zone> zone,
      SharedCache cache) {
    this.zone = zone;
    this.cache = cache;
    this.workers = List.copyOf(workers);
    this.nanoTime = nanoTime;
    this.recorder = recorder;
    this.slots = slots;
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
    return new OneApp(app);
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
      App app =
          known == null
              ? new App(route, workers.size(), slots, nanoTime, recorder, zone, cache)
              : known;
      boolean wasLimited = app.isLimited();
      gone.addAll(app.update(route, granted.of(route, routes)));
      if (!wasLimited && app.isLimited()) {
        slots.exceeded(app);
      }
      apps.add(app);
      appsByName.put(app.name(), app);
    }
    table = new Table(routes, Router.of(routes), List.copyOf(apps), Map.copyOf(appsByName));
    former.values().forEach(app -> gone.addAll(app.remove()));
    cache.settle();
    // One that comes back goes on with its counters and the slots that are taken.
    leaving = former.values().stream().filter(App::isBusy).toList();
    closeIdle(gone);
    return true;
  }

  /** Takes the grants, unless they are outdated; those of an app without a limit rest. */
  public synchronized boolean grant(SlotGrants grants) {
    if (!granted.take(grants, table.routes())) {
      return false;
    }
    for (var changes : grants.apps()) {
      App app = table.appsByName().get(changes.app());
      if (app != null) {
        var slotsById = new HashMap<String, Integer>();
        changes.endpoints().forEach(one -> slotsById.put(one.endpoint(), one.slots()));
        app.grant(slotsById);
      }
    }
    return true;
  }

  /** Whether the balancer has the slots that it is granted, and not the whole limit. */
  public synchronized boolean isGranted() {
    return granted.governs(table.routes());
  }

  /** The apps of which {@link #usage} has something to tell. */
  public synchronized Collection<String> withSlots() {
    var names = new LinkedHashSet<>(granted.apps());
    Stream.concat(table.apps().stream(), leaving.stream())
        .filter(app -> app.isLimited() && app.isInUse())
        .forEach(app -> names.add(app.name()));
    return names;
  }

  /** What these apps have and use of granted slots, in messages that are not too large. */
  public synchronized List<SlotUsage> usage(Collection<String> apps) {
    var messages = new ArrayList<SlotUsage>();
    var message = new ArrayList<AppUsage>();
    int endpoints = 0;
    for (String app : apps) {
      if (endpoints > SlotGrants.ENDPOINTS_A_MESSAGE) {
        messages.add(new SlotUsage(granted.term(), granted.sequence(), false, message));
        message = new ArrayList<>();
        endpoints = 0;
      }
      var usage = usageOf(app);
      message.add(usage);
      endpoints += usage.endpoints().size();
    }
    messages.add(new SlotUsage(granted.term(), granted.sequence(), true, message));
    return messages;
  }

  /** What the app of this name has and uses of granted slots. */
  public synchronized AppUsage usageOf(String name) {
    App app = table.appsByName().get(name);
    if (app == null) {
      app = leaving.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
    }
    return app == null
        ? SlotUsages.of(name, 0, List.of(), granted.of(name))
        : app.usage(granted.of(name));
  }

  /** Closes the idle connections of endpoints that are gone; busy ones finish. */
  private void closeIdle(List<UpstreamEndpoint> gone) {
    if (gone.isEmpty()) {
      return;
    }
    for (Worker worker : workers) {
      worker.execute(() -> gone.forEach(endpoint -> endpoint.closeIdle(worker.index())));
    }
  }

  /** The apps whose endpoints are to be checked. */
  public List<App> checked() {
    return table.apps().stream().filter(app -> app.route().traffic().hasHealthCheck()).toList();
  }

  /** Lets time pass for endpoints that are ejected or new; to be called some times a second. */
  public void tick() {
    table.apps().forEach(App::tick);
  }

  /** Bytes that stored responses of all apps take, about. */
  public long cacheBytes() {
    return cache.bytes();
  }

  /** How it stands with each endpoint. */
  public List<EndpointStatus> endpoints() {
    var all = new ArrayList<EndpointStatus>();
    table.apps().forEach(app -> all.addAll(app.endpointStatuses()));
    return all;
  }

  /** How it stands with each circuit breaker. */
  public List<CircuitStatus> circuits() {
    return table.apps().stream().flatMap(App::circuitStatus).toList();
  }

  /** The load on each app at {@code now}, nanoseconds of the workers' clock. */
  public List<AppLoad> load(long now) {
    var loads = new ArrayList<AppLoad>();
    for (App app : table.apps()) {
      loads.add(app.load(now));
    }
    return loads;
  }

  private final class OneApp implements AppFinder {
    private final String name;

    OneApp(String name) {
      this.name = name;
    }

    @Override
    public @Nullable App find(RequestHead head) {
      App app = only();
      return app == null || app.route().protocol() == AppRoute.Protocol.TCP ? null : app;
    }

    @Override
    public boolean isOfOneApp() {
      return true;
    }

    @Override
    public @Nullable App only() {
      return table.appsByName().get(name);
    }
  }
}
