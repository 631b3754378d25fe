package io.scaledapp.operator.app.engine;

import io.scaledapp.operator.app.AppEvent;
import io.scaledapp.operator.app.AppEvent.Kind;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Replica.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What happened to replicas between two looks at them. */
final class ReplicaEvents {

  private ReplicaEvents() {}

  static List<AppEvent> between(
      List<Replica> before, List<Replica> after, String app, Instant now) {
    var earlier = byId(before);
    var later = byId(after);
    var changed = after.stream().map(one -> change(earlier.get(one.id()), one, app, now));
    var gone =
        before.stream()
            .filter(one -> !later.containsKey(one.id()) && one.phase() != Phase.PENDING)
            .map(one -> event(Kind.STOPPED, one, "has stopped", app, now));
    return Stream.concat(changed.flatMap(Optional::stream), gone).toList();
  }

  private static Map<String, Replica> byId(List<Replica> replicas) {
    return replicas.stream().collect(Collectors.toMap(Replica::id, Function.identity()));
  }

  private static Optional<AppEvent> change(
      @Nullable Replica before, Replica after, String app, Instant now) {
    if (crashed(before, after)) {
      return Optional.of(event(Kind.CRASHED, after, "crashed" + because(after), app, now));
    }
    var phase = before == null ? null : before.phase();
    if (after.phase() == phase) {
      return Optional.empty();
    }
    if (after.isReady()) {
      return Optional.of(event(Kind.REPLICA_READY, after, "is ready" + time(after), app, now));
    }
    if (after.phase() == Phase.NOT_READY) {
      return Optional.of(
          event(Kind.REPLICA_NOT_READY, after, "is not ready" + because(after), app, now));
    }
    return isBegun(after) && (before == null || !isBegun(before))
        ? Optional.of(event(Kind.STARTING, after, "is starting", app, now))
        : Optional.empty();
  }

  /** One that has not begun may be a mere place, which goes when something takes it. */
  private static boolean isBegun(Replica replica) {
    return replica.phase() != Phase.PENDING;
  }

  /** A crash shows as the wait for the next start, or as that start if there was no wait. */
  private static boolean crashed(@Nullable Replica before, Replica after) {
    var waits = after.phase() == Phase.CRASH_LOOP_BACK_OFF;
    if (before == null) {
      return waits;
    }
    var waited = before.phase() == Phase.CRASH_LOOP_BACK_OFF;
    return !waited && (waits || after.restarts() > before.restarts());
  }

  private static String because(Replica replica) {
    return replica.message() == null ? "" : ": " + replica.message();
  }

  private static String time(Replica replica) {
    if (replica.readyAt() == null) {
      return "";
    }
    var took = Duration.between(replica.startedAt(), replica.readyAt());
    return String.format(Locale.ROOT, " after %.1f s", took.toMillis() / 1000.0);
  }

  private static AppEvent event(Kind kind, Replica replica, String what, String app, Instant at) {
    return new AppEvent(at, app, kind, replica.name(), what);
  }
}
