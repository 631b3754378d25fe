package io.scaledapp.operator.app.engine;

import io.scaledapp.operator.app.AppEvent;
import io.scaledapp.operator.app.AppEvent.Kind;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Replica.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells why replicas that start are not ready: once each, and again when the reason is of another
 * kind, though not sooner than {@link #PAUSE} after. Confined to one thread.
 */
final class Waits {

  static final Duration PAUSE = Duration.ofSeconds(30);

  private final Map<String, Told> told = new HashMap<>();

  /**
   * What was told of a replica. Numbers, such as ports and times, make no other kind.
   *
   * @param inherited what its present process found said of the one before, which is told as a
   *     crash
   */
  private record Told(
      @Nullable String kind, @Nullable String inherited, int restarts, Instant until) {
    boolean covers(String other, Instant now) {
      return other.equals(kind) || other.equals(inherited) || now.isBefore(until);
    }
  }

  List<AppEvent> look(List<Replica> replicas, String app, Instant now) {
    told.keySet().retainAll(replicas.stream().map(Replica::id).collect(Collectors.toSet()));
    return replicas.stream().flatMap(one -> look(one, app, now).stream()).toList();
  }

  private static boolean isAwaited(Replica replica) {
    return replica.phase() == Phase.PENDING || replica.phase() == Phase.STARTING;
  }

  private Optional<AppEvent> look(Replica replica, String app, Instant now) {
    var message = replica.message();
    var kind = message == null ? null : message.replaceAll("[0-9]+", "#");
    var before = told.getOrDefault(replica.id(), new Told(null, null, 0, now));
    if (replica.restarts() != before.restarts()) {
      before = new Told(before.kind(), kind, replica.restarts(), before.until());
      told.put(replica.id(), before);
    }
    if (!isAwaited(replica) || kind == null || before.covers(kind, now)) {
      return Optional.empty();
    }
    told.put(replica.id(), new Told(kind, before.inherited(), before.restarts(), now.plus(PAUSE)));
    var words = "is not ready yet: " + message;
    return Optional.of(new AppEvent(now, app, Kind.REPLICA_WAITING, replica.name(), words));
  }
}
