package io.scaledapp.balancer.control;

import java.util.List;

/**
 * What replicas of one revision made of their requests since its measuring began. Counters are
 * cumulative.
 *
 * @param requests attempts on them that were answered or failed; one that was answered in part
 *     counts as both
 * @param errors those of {@code requests} that failed or were answered with a status of 500 or
 *     more, or with a status of gRPC that says the same before any message
 * @param latency answers by the time until they began, in the buckets of {@link LatencyBuckets};
 *     what follows the last entry is 0
 */
public record RevisionLoad(int revision, long requests, long errors, List<Long> latency) {

  public RevisionLoad {
    latency = List.copyOf(latency);
  }
}
