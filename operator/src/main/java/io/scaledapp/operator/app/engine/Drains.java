package io.scaledapp.operator.app.engine;

import io.scaledapp.operator.app.Past.Drain;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.model.RouteMapping;
import io.scaledapp.operator.app.plan.InFlight;
import io.scaledapp.operator.app.plan.ReplicaState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The drains of one app in progress. Confined to one thread. */
final class Drains {

  private final Map<String, Drain> drains;

  /** Of replicas that keep their sessions. */
  private final Map<String, Activity> activities = new HashMap<>();

  /**
   * What was seen of a replica.
   *
   * @param requests that it ever got
   * @param latest when something was in flight on it, or had been since the look before
   */
  private record Activity(long requests, Instant latest) {}

  /** Begins with those in progress. */
  Drains(Map<String, Drain> drains) {
    this.drains = new HashMap<>(drains);
  }

  void begin(String replica, Drain drain) {
    activities.remove(replica);
    drains.put(replica, drain);
  }

  void end(String replica) {
    drains.remove(replica);
    activities.remove(replica);
  }

  void retain(Collection<String> replicas) {
    drains.keySet().retainAll(replicas);
    activities.keySet().retainAll(replicas);
  }

  boolean isEmpty() {
    return drains.isEmpty();
  }

  Set<String> replicas() {
    return Set.copyOf(drains.keySet());
  }

  /** By the id of the replica. */
  Map<String, Drain> all() {
    return Map.copyOf(drains);
  }

  /** How many replicas keep their sessions. */
  int keeping() {
    return (int) drains.values().stream().filter(one -> one.untilIdle() != null).count();
  }

  /** Sees whether anything goes on on those that keep their sessions. */
  void look(List<Replica> replicas, InFlight inFlight, Instant now) {
    for (Replica replica : replicas) {
      var drain = drains.get(replica.id());
      if (drain != null && drain.untilIdle() != null) {
        var endpoint = RouteMapping.endpointId(replica);
        var before = activities.get(replica.id());
        long requests = inFlight.requestsTo(endpoint);
        if (before == null || before.requests() != requests || inFlight.on(endpoint) > 0) {
          activities.put(replica.id(), new Activity(requests, now));
        }
      }
    }
  }

  /** The replicas with what is in flight on them. */
  List<ReplicaState> states(List<Replica> replicas, InFlight inFlight) {
    return replicas.stream()
        .map(
            replica ->
                new ReplicaState(
                    replica,
                    inFlight.on(RouteMapping.endpointId(replica)),
                    state(replica.id(), inFlight)))
        .toList();
  }

  private ReplicaState.@Nullable Drain state(String replica, InFlight inFlight) {
    var drain = drains.get(replica);
    if (drain == null) {
      return null;
    }
    var untilIdle = drain.untilIdle();
    boolean confirmed =
        untilIdle == null
            ? inFlight.isKnownSince(drain.since())
            : isIdle(activities.get(replica), untilIdle, inFlight);
    return new ReplicaState.Drain(drain.since(), drain.deadline(), confirmed, untilIdle != null);
  }

  private static boolean isIdle(
      @Nullable Activity activity, Duration untilIdle, InFlight inFlight) {
    return activity != null && inFlight.isKnownSince(activity.latest().plus(untilIdle));
  }
}
