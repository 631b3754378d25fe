package io.scaledapp.operator.platform.local;

import io.scaledapp.operator.platform.local.log.LogLimits;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What may differ between the platform in use and one under test.
 *
 * @param backOff waits between restarts
 * @param quickProbePeriod least time from one probe to the next until a process is ready for the
 *     first time
 * @param buildTimeout longest time of a build
 * @param logs bounds of what is kept of the output
 * @param memoryPeriod time from one measurement of the replicas' memory to the next
 * @param clock gives the times that are shown; waits do not depend on it
 */
public record LocalOptions(
    RestartBackOff backOff,
    Duration quickProbePeriod,
    Duration buildTimeout,
    LogLimits logs,
    Duration memoryPeriod,
    InstantSource clock) {

  public static final LocalOptions DEFAULT =
      new LocalOptions(
          RestartBackOff.DEFAULT,
          Duration.ofMillis(20),
          Duration.ofMinutes(10),
          LogLimits.DEFAULT,
          Duration.ofSeconds(5),
          InstantSource.system());
}
