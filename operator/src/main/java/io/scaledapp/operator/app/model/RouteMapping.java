package io.scaledapp.operator.app.model;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.Revision;
import io.scaledapp.balancer.control.RevisionSplit;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.control.Zone;
import io.scaledapp.crds.v1alpha1.FixedEndpoint;
import io.scaledapp.crds.v1alpha1.Queue;
import io.scaledapp.crds.v1alpha1.Routing;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import io.scaledapp.operator.app.Past.Drain;
import io.scaledapp.operator.app.Replica;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From {@code spec.routing} and the endpoints there are to what a balancer is told. */
public final class RouteMapping {

  static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(30);
  public static final Routing NOTHING_SAID =
      new Routing(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null, null, null, null, null, null, null, null, null);

  /** New requests get 503 at once: for an app that is on its way out. */
  private static final QueueLimits NO_QUEUE = new QueueLimits(0, Duration.ofMillis(1));

  private RouteMapping() {}

  /**
   * The route with {@code spec.endpoints}, or with none yet when replicas are to answer.
   *
   * @param port of the balancers that is the app's alone; 0 for none
   */
  static AppRoute route(String app, ScaledAppSpec spec, int port) {
    var routing = spec.routing() == null ? NOTHING_SAID : spec.routing();
    return new AppRoute(
        app,
        routing.hosts() == null ? List.of() : routing.hosts(),
        routing.pathPrefixes() == null ? List.of("/") : routing.pathPrefixes(),
        port,
        TrafficMapping.policy(routing.loadBalancing()),
        routing.maxConcurrencyPerReplica() == null ? 0 : routing.maxConcurrencyPerReplica(),
        queue(routing.queue()),
        timeouts(routing.timeouts()),
        spec.endpoints() == null
            ? List.of()
            : spec.endpoints().stream().map(one -> endpoint(one, spec.port())).toList(),
        TrafficMapping.traffic(app, routing),
        TrafficMapping.protocol(routing.protocol()),
        TrafficMapping.transport(routing),
        RuleMapping.rules(routing),
        ScalingMapping.learnsTarget(spec));
  }

  /**
   * The route with the replicas that have an address: ready ones take requests; ones that are
   * draining or fail their readiness probe only finish those they have, or take what belongs to
   * their sessions. Zones are told where they matter: balancers keep thousands of endpoints.
   */
  public static AppRoute withReplicas(
      AppModel model, List<Replica> replicas, Map<String, Drain> drains) {
    boolean zones = model.route().traffic().zonePreference() != null;
    return model
        .route()
        .with(
            model.route().queue(),
            replicas.stream()
                .flatMap(one -> endpoint(one, model.portOf(one), drains.get(one.id()), zones))
                .toList());
  }

  /** The same with each endpoint's revision, and with requests that are divided between them. */
  public static AppRoute withRevisions(
      AppRoute route, RevisionSplit split, List<Replica> replicas) {
    var revisions =
        replicas.stream()
            .collect(Collectors.toMap(RouteMapping::endpointId, Replica::revision, (a, b) -> a));
    var endpoints =
        route.endpoints().stream()
            .map(one -> one.of(new Revision(revisions.getOrDefault(one.id(), 0))))
            .toList();
    return route
        .with(route.policy(), route.traffic().withRevisionSplit(split))
        .with(route.queue(), endpoints);
  }

  /** The route where a request that finds no endpoint gets its 503 at once. */
  public static AppRoute holdingNone(AppRoute route) {
    return route.with(NO_QUEUE, route.endpoints());
  }

  /** The route with every endpoint draining and nothing held any more. */
  public static AppRoute leaving(AppRoute route) {
    return route.with(NO_QUEUE, route.endpoints().stream().map(Endpoint::draining).toList());
  }

  /** A restart in place is another process, so it is another endpoint. */
  public static String endpointId(Replica replica) {
    return replica.restarts() == 0 ? replica.id() : replica.id() + "-r" + replica.restarts();
  }

  private static Stream<Endpoint> endpoint(
      Replica replica, int port, @Nullable Drain drain, boolean zones) {
    var host = replica.host();
    if (host == null || port == 0) {
      return Stream.empty();
    }
    var id = endpointId(replica);
    var zone = zones ? zone(replica.zone()) : null;
    return switch (replica.phase()) {
      case READY -> {
        var ready = new Endpoint(id, host, port, 1, Endpoint.State.READY, zone);
        yield Stream.of(drain == null ? ready : draining(ready, drain));
      }
      case NOT_READY -> {
        // Without a time: it may be ready again, and its tunnels go on, as in one that is kept.
        var unready = new Endpoint(id, host, port, 1, Endpoint.State.DRAINING, zone);
        yield Stream.of(
            drain == null || drain.untilIdle() != null ? unready : draining(unready, drain));
      }
      case PENDING, STARTING, CRASH_LOOP_BACK_OFF, TERMINATING -> Stream.empty();
    };
  }

  private static Endpoint draining(Endpoint endpoint, Drain drain) {
    return drain.untilIdle() == null
        ? endpoint.draining(Duration.between(drain.since(), drain.deadline()))
        : endpoint.keepingSessions();
  }

  private static @Nullable Zone zone(@Nullable String name) {
    return name == null || name.isEmpty() ? null : new Zone(name);
  }

  private static Endpoint endpoint(FixedEndpoint fixed, @Nullable Integer appPort) {
    var port = fixed.port() == null ? appPort : fixed.port();
    if (port == null) {
      throw new IllegalArgumentException(
          "spec.endpoints: " + fixed.address() + " has no port, and spec.port names none");
    }
    return new Endpoint(
        fixed.address() + ":" + port,
        fixed.address(),
        port,
        fixed.weight() == null ? 1 : fixed.weight(),
        Endpoint.State.READY,
        zone(fixed.zone()));
  }

  private static QueueLimits queue(@Nullable Queue queue) {
    var absent = QueueLimits.DEFAULT;
    if (queue == null) {
      return absent;
    }
    return new QueueLimits(
        queue.maxRequests() == null ? absent.maxRequests() : queue.maxRequests(),
        Durations.parse(queue.timeout(), "spec.routing.queue.timeout", absent.timeout()));
  }

  private static Timeouts timeouts(io.scaledapp.crds.v1alpha1.@Nullable Timeouts timeouts) {
    var absent = Timeouts.DEFAULT;
    if (timeouts == null) {
      return absent;
    }
    return new Timeouts(
        timeout(timeouts.connect(), "connect", absent.connect()),
        timeout(timeouts.read(), "read", absent.read()),
        timeout(timeouts.send(), "send", absent.send()),
        timeout(timeouts.tunnel(), "tunnel", absent.tunnel()));
  }

  private static Duration timeout(@Nullable String text, String field, Duration absent) {
    return Durations.parse(text, "spec.routing.timeouts." + field, absent);
  }
}
