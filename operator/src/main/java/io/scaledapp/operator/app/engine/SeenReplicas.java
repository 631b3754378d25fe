package io.scaledapp.operator.app.engine;

import io.scaledapp.operator.app.Adoption;
import io.scaledapp.operator.app.Platform;
import io.scaledapp.operator.app.Replica;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One app's replicas at the latest look at them. Confined to the loop. */
final class SeenReplicas {

  private final String app;
  private final Platform platform;
  private final Set<String> stopped = new HashSet<>();
  private List<Replica> latest = List.of();
  private @Nullable Adoption adoption;

  SeenReplicas(String app, Platform platform) {
    this.app = app;
    this.platform = platform;
  }

  List<Replica> latest() {
    return latest;
  }

  /** The workload whose replicas they are; null when they are the platform's own. */
  @Nullable Adoption adoption() {
    return adoption;
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
    var sight = platform.see(app);
    latest = sight.replicas().stream().map(this::terminatingIfStopped).toList();
    adoption = sight.adoption();
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
