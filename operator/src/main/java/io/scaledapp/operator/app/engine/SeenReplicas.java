package io.scaledapp.operator.app.engine;

import io.scaledapp.operator.app.Platform;
import io.scaledapp.operator.app.Replica;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One app's replicas at the latest look at them. Confined to the loop. */
final class SeenReplicas {

  private final String app;
  private final Platform platform;
  private final Set<String> stopped = new HashSet<>();
  private List<Replica> latest = List.of();

  SeenReplicas(String app, Platform platform) {
    this.app = app;
    this.platform = platform;
  }

  List<Replica> latest() {
    return latest;
  }

  List<String> ids() {
    return latest.stream().map(Replica::id).toList();
  }

  /** The name of the replica with an id; the id itself if it has gone. */
  String name(String id) {
    return latest.stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .map(Replica::name)
        .orElse(id);
  }

  void look() {
    latest = platform.replicas(app).stream().map(this::terminatingIfStopped).toList();
    stopped.retainAll(ids());
  }

  /** A platform may take its time to show what it was told. */
  void stop(String replica) {
    platform.stop(replica);
    stopped.add(replica);
  }

  private Replica terminatingIfStopped(Replica one) {
    return stopped.contains(one.id()) ? one.terminating() : one;
  }
}
