package io.scaledapp.operator.platform.kubernetes.replicaset;

import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Replica.Phase;
import io.scaledapp.operator.platform.kubernetes.cluster.RevisionKey;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stand-ins for pods that are wanted and not there yet. A pod that comes takes the place of the
 * oldest. Confined to its ReplicaSet's lock.
 */
final class Placeholders {

  private final RevisionKey key;
  private final Deque<Placeholder> waiting = new ArrayDeque<>();
  private int last;

  private record Placeholder(int number, Instant since) {}

  Placeholders(RevisionKey key) {
    this.key = key;
  }

  /** Has exactly so many. */
  void resize(int count, Instant now) {
    while (waiting.size() > Math.max(0, count)) {
      waiting.removeFirst();
    }
    while (waiting.size() < count) {
      waiting.addLast(new Placeholder(++last, now));
    }
  }

  int size() {
    return waiting.size();
  }

  /** Takes one away by its id, if there is such a one. */
  boolean remove(String id) {
    return waiting.removeIf(one -> id(one).equals(id));
  }

  /** Each as a replica that has not begun. */
  List<Replica> replicas(@Nullable String message) {
    return waiting.stream().map(one -> replica(one, message)).toList();
  }

  private String id(Placeholder one) {
    return "%s/%s/%d".formatted(key.namespace(), key.replicaSet(), one.number());
  }

  private Replica replica(Placeholder one, @Nullable String message) {
    return new Replica(
        id(one),
        key.app(),
        key.number(),
        key.replicaSet() + "-?",
        Phase.PENDING,
        null,
        0,
        one.since(),
        null,
        0,
        message);
  }
}
