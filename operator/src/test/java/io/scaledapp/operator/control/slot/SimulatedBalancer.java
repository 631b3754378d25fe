package io.scaledapp.operator.control.slot;

import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.SlotGrants;
import io.scaledapp.balancer.control.SlotGrants.AppGrants;
import io.scaledapp.balancer.http1.HeadLimits;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.metrics.RequestRecorder;
import io.scaledapp.balancer.upstream.App;
import io.scaledapp.balancer.upstream.Apps;
import io.scaledapp.balancer.upstream.EligibleEndpoints;
import io.scaledapp.balancer.upstream.SlotListener;
import io.scaledapp.balancer.upstream.UpstreamEndpoint;
import io.scaledapp.balancer.upstream.Waiter;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The apps of a balancer as they are, with a simulated stream to the operators. */
final class SimulatedBalancer implements SlotListener {
  private static final RequestHead ANY = new RequestHead(HeadLimits.DEFAULT);

  final String name;

  /** Nanoseconds of virtual time. */
  final long born;

  final Map<String, Integer> inFlight = new TreeMap<>();
  int waiting;
  private final VirtualTime time;
  private final Apps apps = new Apps(List.of(), this, System::nanoTime, RequestRecorder.NONE);
  private final Set<String> due = new HashSet<>();
  private final EligibleEndpoints eligible = new EligibleEndpoints();
  private RoutingTable newest = RoutingTable.EMPTY;
  private @Nullable SimulatedOperator leader;
  private @Nullable Link toLeader;
  private long leaderTerm = -1;
  private boolean dead;

  SimulatedBalancer(String name, VirtualTime time) {
    this.name = name;
    this.time = time;
    born = time.nanos();
    look();
  }

  /** The process is gone with all that it had. */
  void die() {
    dead = true;
    inFlight.clear();
    waiting = 0;
  }

  boolean isDead() {
    return dead;
  }

  // What comes from operators.

  void table(RoutingTable table, SimulatedOperator from, Link link) {
    if (dead || newest.isNewerThan(table) || table.term() < leaderTerm) {
      return;
    }
    if (table.isNewerThan(newest)) {
      newest = table;
      apps.apply(table);
      tell(due);
    }
    link.answer(() -> from.acknowledged(this, link, table.term(), table.sequence()));
  }

  void grants(SlotGrants grants, SimulatedOperator from, Link link) {
    if (dead) {
      return;
    }
    if (grants.term() >= leaderTerm) {
      leaderTerm = grants.term();
      leader = from;
      toLeader = link;
    }
    if (apps.grant(grants)) {
      tell(
          grants.begins() ? apps.withSlots() : grants.apps().stream().map(AppGrants::app).toList());
    }
  }

  // What goes to the leader.

  @Override
  public void waits(App app) {
    exceeded(app);
  }

  @Override
  public void exceeded(App app) {
    if (due.add(app.name())) {
      time.after(Duration.ofMillis(5), () -> tell(due));
    }
  }

  @Override
  public void inUse(App app) {}

  private void look() {
    if (!dead) {
      if (newest.term() > 0) {
        tell(apps.withSlots());
      }
      time.after(Duration.ofMillis(100), this::look);
    }
  }

  private void tell(Collection<String> names) {
    if (!dead && leader != null && toLeader != null && apps.isGranted()) {
      var to = leader;
      var link = toLeader;
      for (var usage : apps.usage(List.copyOf(names))) {
        link.answer(() -> to.told(this, link, usage));
      }
      due.removeAll(List.copyOf(names));
    }
  }

  // Requests.

  /** A request of the app comes, which takes this long when it has a slot. */
  void request(String name, Duration takes) {
    var app = apps.only(name).find(ANY);
    if (dead || app == null) {
      return;
    }
    var endpoint = app.acquire(eligible, 0, null, null);
    if (endpoint != null) {
      begin(app, endpoint, takes);
      return;
    }
    waiting++;
    app.await(
        new Waiter() {
          @Override
          public int clientHash() {
            return 0;
          }

          @Override
          public @Nullable UpstreamEndpoint preferred() {
            return null;
          }

          @Override
          public void granted(UpstreamEndpoint endpoint) {
            waiting--;
            if (!dead) {
              begin(app, endpoint, takes);
            }
          }

          @Override
          public void dismissed() {
            waiting--;
          }
        });
  }

  private void begin(App app, UpstreamEndpoint endpoint, Duration takes) {
    inFlight.merge(endpoint.id(), 1, Integer::sum);
    time.after(
        takes,
        () -> {
          if (!dead) {
            inFlight.merge(endpoint.id(), -1, Integer::sum);
            app.release(endpoint);
          }
        });
  }
}
