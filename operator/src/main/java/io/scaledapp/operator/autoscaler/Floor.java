package io.scaledapp.operator.autoscaler;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The fewest replicas at a moment.
 *
 * @param schedule what asks for them; null for {@code minReplicas}
 */
record Floor(int count, @Nullable String schedule) {

  /** Of several schedules that are on, the highest holds. */
  static Floor at(ScalingPolicy policy, Instant time) {
    var highest = new Floor(policy.min(), null);
    for (var schedule : policy.schedules()) {
      if (schedule.minAt(time) > highest.count()) {
        highest = new Floor(schedule.min(), schedule.name());
      }
    }
    return highest;
  }

  /** That of now, and that of the time at which a replica of now is ready. */
  static Floor over(ScalingPolicy policy, Instant now, StartupTime startup) {
    var present = at(policy, now);
    if (policy.schedules().isEmpty()) {
      return present;
    }
    var soon = at(policy, now.plusMillis((long) (startup.seconds() * 1_000)));
    return soon.count() > present.count() ? soon : present;
  }

  Proposal apply(Proposal proposal, int max) {
    var raised =
        schedule == null
            ? proposal.atLeast(count, Decision.Limit.MIN_REPLICAS)
            : proposal.scheduled(count, schedule);
    return raised.atMost(max, Decision.Limit.MAX_REPLICAS);
  }
}
