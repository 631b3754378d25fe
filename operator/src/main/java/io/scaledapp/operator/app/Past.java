package io.scaledapp.operator.app;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a platform kept of an app for whoever takes it over, after a restart or as the next leader.
 *
 * @param revisions the digest of the template of each revision that can be started, by its number
 * @param drains the drains in progress, by the id of the replica
 * @param attempts the digest of the template of each revision whose pre-rollout job was begun, by
 *     its number
 */
public record Past(
    Map<Integer, String> revisions, Map<String, Drain> drains, Map<Integer, String> attempts) {

  /** Of an app that was never here. */
  public static final Past NONE = new Past(Map.of(), Map.of(), Map.of());

  public Past {
    revisions = Map.copyOf(revisions);
    drains = Map.copyOf(drains);
    attempts = Map.copyOf(attempts);
  }

  /** Of an app without pre-rollout jobs. */
  public Past(Map<Integer, String> revisions, Map<String, Drain> drains) {
    this(revisions, drains, Map.of());
  }

  /** Whether no revision was ever begun. */
  public boolean isNone() {
    return newest() == 0;
  }

  /** The number of the newest revision that was begun; 0 if none was. */
  public int newest() {
    return Stream.of(revisions, attempts)
        .flatMap(numbers -> numbers.keySet().stream())
        .mapToInt(Integer::intValue)
        .max()
        .orElse(0);
  }

  /**
   * A drain in progress.
   *
   * @param since when it began
   * @param deadline when the replica is stopped even with requests in flight; of one that keeps its
   *     sessions, when it no longer does and begins to drain as others do
   * @param untilIdle for how long nothing must have been in flight on a replica that keeps its
   *     sessions before it is stopped; null for one that does not keep them
   */
  public record Drain(Instant since, Instant deadline, @Nullable Duration untilIdle) {

    /** Of a replica that does not keep its sessions. */
    public Drain(Instant since, Instant deadline) {
      this(since, deadline, null);
    }
  }
}
