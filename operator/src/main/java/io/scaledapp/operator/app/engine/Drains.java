package io.scaledapp.operator.app.engine;

import io.scaledapp.operator.app.Past.Drain;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.model.RouteMapping;
import io.scaledapp.operator.app.plan.InFlight;
import io.scaledapp.operator.app.plan.ReplicaState;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The drains of one app in progress. Confined to one thread. */
final class Drains {

  private final Map<String, Drain> drains;

  /** Begins with those in progress. */
  Drains(Map<String, Drain> drains) {
    this.drains = new HashMap<>(drains);
  }

  void begin(String replica, Drain drain) {
    drains.put(replica, drain);
  }

  void end(String replica) {
    drains.remove(replica);
  }

  void retain(Collection<String> replicas) {
    drains.keySet().retainAll(replicas);
  }

  boolean isEmpty() {
    return drains.isEmpty();
  }

  Set<String> replicas() {
    return Set.copyOf(drains.keySet());
  }

  /** The replicas with what is in flight on them. */
  List<ReplicaState> states(List<Replica> replicas, InFlight inFlight) {
    return replicas.stream()
        .map(
            replica ->
                new ReplicaState(
                    replica,
                    inFlight.on(RouteMapping.endpointId(replica)),
                    state(drains.get(replica.id()), inFlight)))
        .toList();
  }

  private static ReplicaState.@Nullable Drain state(@Nullable Drain drain, InFlight inFlight) {
    return drain == null
        ? null
        : new ReplicaState.Drain(
            drain.since(), drain.deadline(), inFlight.isKnownSince(drain.since()));
  }
}
