package io.scaledapp.operator.app;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The memory that an app's replicas use.
 *
 * @param samples the latest of each replica that was measured, by its id
 * @param problem why they are not measured, with the mend; null when they are
 */
public record MemoryUse(Map<String, Sample> samples, @Nullable String problem) {

  /** Of a platform that has not measured anything yet. */
  public static final MemoryUse NONE = new MemoryUse(Map.of(), null);

  public MemoryUse {
    samples = Map.copyOf(samples);
  }

  /**
   * One replica's.
   *
   * @param bytes with all processes that it started
   * @param at when it was measured
   */
  public record Sample(long bytes, Instant at) {}
}
