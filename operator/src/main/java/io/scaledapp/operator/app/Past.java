package io.scaledapp.operator.app;

import java.time.Instant;
import java.util.Map;

/**
 * What a platform kept of an app for whoever takes it over, after a restart or as the next leader.
 *
 * @param revisions the digest of the template of each revision that can be started, by its number
 * @param drains the drains in progress, by the id of the replica
 */
public record Past(Map<Integer, String> revisions, Map<String, Drain> drains) {

  /** Of an app that was never here. */
  public static final Past NONE = new Past(Map.of(), Map.of());

  public Past {
    revisions = Map.copyOf(revisions);
    drains = Map.copyOf(drains);
  }

  /**
   * A drain in progress.
   *
   * @param since when it began
   * @param deadline when the replica is stopped even with requests in flight
   */
  public record Drain(Instant since, Instant deadline) {}
}
