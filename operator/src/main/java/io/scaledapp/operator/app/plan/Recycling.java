package io.scaledapp.operator.app.plan;

import io.scaledapp.operator.app.MemoryUse;
import io.scaledapp.operator.app.Replica;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which replica of one app is being replaced since it uses too much memory, and how soon the next
 * one may be. One goes at a time. When fresh ones use too much at once, the pauses in between are
 * those of a container that crashes again and again: 10 s, doubled up to 5 minutes, until that was
 * not seen for 5 minutes.
 *
 * @param going the one that is being replaced; null for none
 * @param hasty how many went in a row that used too much within {@link #FRESH} of being ready
 * @param notBefore when the next one may go
 * @param excess how old each replica was that is seen to use too much, when that was first seen
 * @param trouble the app needs more than it may have; null while all is as it should be
 */
public record Recycling(
    @Nullable Going going,
    int hasty,
    Instant notBefore,
    Map<String, Duration> excess,
    @Nullable String trouble) {

  /** Nothing goes, and nothing went. */
  public static final Recycling NONE = new Recycling(null, 0, Instant.MIN, Map.of(), null);

  static final Duration FRESH = Duration.ofMinutes(1);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /**
   * One that is being replaced.
   *
   * @param restarts of it; another process in its place uses memory of its own
   * @param bytes what it used
   */
  public record Going(String replica, int restarts, long bytes) {

    boolean is(Replica one) {
      return one.id().equals(replica) && one.restarts() == restarts;
    }
  }

  public Recycling {
    excess = Map.copyOf(excess);
  }

  /**
   * Takes in what the replicas use.
   *
   * @param replicas every one that has not gone yet
   * @param mayBegin whether nothing else replaces or drains replicas, such as a rollout
   */
  public Recycling next(
      RecyclePolicy policy,
      Collection<ReplicaState> replicas,
      MemoryUse use,
      boolean mayBegin,
      Instant now) {
    var fat =
        replicas.stream()
            .filter(one -> one.isReady() && !one.isDraining() && bytes(one, use) > policy.memory())
            .toList();
    var still =
        replicas.stream().anyMatch(one -> going != null && going.is(one.replica())) ? going : null;
    var seen = excess(replicas, fat, now);
    var words = fat.isEmpty() && still == null ? null : trouble;
    var calm = words == null && now.isAfter(notBefore.plus(LONGEST_PAUSE));
    var kept = new Recycling(still, calm ? 0 : hasty, notBefore, seen, words);
    return still == null && mayBegin && !now.isBefore(notBefore)
        ? kept.begin(policy, fat, use, now)
        : kept;
  }

  /** The replicas as the plan is to see them: another must take over from the one that goes. */
  public List<ReplicaState> mark(List<ReplicaState> replicas) {
    return replicas.stream()
        .map(
            one ->
                going != null && going.is(one.replica())
                    ? new ReplicaState(one.replica().withoutPlace(), one.inFlight(), one.drain())
                    : one)
        .toList();
  }

  private Recycling begin(
      RecyclePolicy policy, List<ReplicaState> fat, MemoryUse use, Instant now) {
    Optional<ReplicaState> fattest =
        fat.stream().max(Comparator.comparingLong(one -> bytes(one, use)));
    if (fattest.isEmpty()) {
      return this;
    }
    var replica = fattest.get().replica();
    var bytes = bytes(fattest.get(), use);
    var age = excess.getOrDefault(replica.id(), Duration.ZERO);
    var inARow = age.compareTo(FRESH) < 0 ? hasty + 1 : 0;
    var pause = pause(inARow);
    return new Recycling(
        new Going(replica.id(), replica.restarts(), bytes),
        inARow,
        now.plus(pause),
        excess,
        inARow == 0 ? null : tooSoon(policy, bytes, age, pause));
  }

  private static String tooSoon(RecyclePolicy policy, long bytes, Duration age, Duration pause) {
    return ("a replica used %s of memory %d s after it was ready, more than spec.recycle.memory,"
            + " %s; the next goes after %d s at the soonest; raise it above what a fresh replica"
            + " needs")
        .formatted(mebibytes(bytes), age.toSeconds(), policy.words(), pause.toSeconds());
  }

  private static Duration pause(int inARow) {
    if (inARow == 0) {
      return Duration.ZERO;
    }
    var doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(inARow - 1, 10));
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  private Map<String, Duration> excess(
      Collection<ReplicaState> replicas, List<ReplicaState> fat, Instant now) {
    if (excess.isEmpty() && fat.isEmpty()) {
      return excess;
    }
    var seen = new HashMap<String, Duration>();
    replicas.forEach(one -> seen.put(one.id(), excess.get(one.id())));
    fat.forEach(one -> seen.merge(one.id(), age(one.replica(), now), (first, later) -> first));
    seen.values().removeIf(Objects::isNull);
    return seen;
  }

  private static Duration age(Replica replica, Instant now) {
    var since = replica.readyAt() == null ? replica.startedAt() : replica.readyAt();
    return Duration.between(since, now);
  }

  /** What its present process uses; 0 while that is not known. */
  private static long bytes(ReplicaState one, MemoryUse use) {
    var sample = use.samples().get(one.id());
    return sample == null || !sample.at().isAfter(one.replica().startedAt()) ? 0 : sample.bytes();
  }

  /** For a person. */
  public static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.0f MiB", bytes / 1048576.0);
  }
}
