package io.scaledapp.operator.app.plan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long victims stay.
 *
 * @param timeout how long one may finish what it has in flight
 * @param keepUntilIdle for how long nothing must have been in flight on a victim of a scale-down,
 *     which keeps its sessions until then; null: it drains as others do
 */
public record DrainPolicy(Duration timeout, @Nullable Duration keepUntilIdle) {

  /** A session that nobody ends does not keep a replica for good. */
  static final Duration LONGEST_KEPT = Duration.ofHours(24);
}
