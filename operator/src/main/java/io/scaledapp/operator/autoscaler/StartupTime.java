package io.scaledapp.operator.autoscaler;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long it takes from a decision for more replicas until they are ready, learned from the counts
 * alone, so that it has in it all that the platform adds: scheduling, images, probes.
 *
 * @param seconds the learned time; 0 while nothing is known
 * @param since when more were decided; null when none are awaited
 * @param awaited the count that was decided then
 */
record StartupTime(double seconds, @Nullable Instant since, int awaited) {

  static final StartupTime UNKNOWN = new StartupTime(0, null, 0);

  /** A newer start-up counts by this share. */
  private static final double NEWEST = 0.3;

  /** Sooner than that, a replica that was draining was taken back. */
  private static final Duration SOONEST = Duration.ofMillis(1_500);

  /** Later than that, it is no start-up: there is no room, or the image cannot be pulled. */
  private static final Duration LATEST = Duration.ofMinutes(10);

  /** Learns from what is ready, before a decision. */
  StartupTime seen(int ready, Instant now) {
    if (since == null || ready < awaited) {
      return this;
    }
    var took = Duration.between(since, now);
    if (took.compareTo(SOONEST) < 0 || took.compareTo(LATEST) > 0) {
      return new StartupTime(seconds, null, 0);
    }
    var newest = took.toMillis() / 1_000.0;
    var learned = seconds == 0 ? newest : seconds + NEWEST * (newest - seconds);
    return new StartupTime(learned, null, 0);
  }

  /** Learns of a decision. Those that are taken back are not awaited any more. */
  StartupTime decided(int before, int count, Instant now) {
    if (since != null) {
      return count < awaited ? new StartupTime(seconds, null, 0) : this;
    }
    return count > before && before > 0 ? new StartupTime(seconds, now, count) : this;
  }
}
