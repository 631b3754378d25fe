package io.scaledapp.operator.up;

import io.scaledapp.operator.app.Platform;
import io.scaledapp.operator.app.Replica;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The names under which people know replicas, as their logs and environment have them: {@code
 * APP-INSTANCE}. Not for several threads.
 */
final class ReplicaNames {

  private final Function<String, List<Replica>> replicas;
  private final Map<String, String> known = new HashMap<>();

  /**
   * Asks the platform.
   *
   * @param replicas as {@link Platform#replicas}
   */
  ReplicaNames(Function<String, List<Replica>> replicas) {
    this.replicas = replicas;
  }

  /** The name of a replica, which may have gone a moment ago; its id if it was never seen. */
  String of(String app, String id) {
    var present = replicas.apply("default/" + app);
    for (var replica : present) {
      known.put(replica.id(), app + "-" + replica.instance());
    }
    return known.getOrDefault(id, id);
  }

  void forget(String id) {
    known.remove(id);
  }
}
