package io.scaledapp.balancer.upstream;

import io.scaledapp.balancer.control.AppRoute.Policy;
import io.scaledapp.balancer.control.RevisionSplit;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Which revision gets a request while one is on trial. */
final class Revisions {

  /** Of the golden ratio (Knuth's multiplicative hash), so that close hashes are far apart. */
  private static final int MULTIPLIER = 0x9E37_79B9;

  private Revisions() {}

  /**
   * Whether a request is for the revision on trial. Under a policy that hashes, a client stays with
   * its revision, and one that came to the trial stays there while its share rises.
   */
  static boolean isForTrial(RevisionSplit split, Policy policy, int clientHash) {
    int percent = split.percent();
    if (!split.isPartial()) {
      return percent > 0;
    }
    return switch (policy) {
      case IP_HASH, CONSISTENT_HASH -> percentile(clientHash) < percent;
      case ROUND_ROBIN, LEAST_CONNECTIONS, LEAST_REQUEST, PEAK_EWMA, RANDOM ->
          ThreadLocalRandom.current().nextInt(100) < percent;
    };
  }

  private static int percentile(int hash) {
    int mixed = (hash ^ hash >>> 16) * MULTIPLIER;
    return Integer.remainderUnsigned(mixed ^ mixed >>> 15, 100);
  }

  /** Whether there is an endpoint of a revision, or of another. */
  static boolean has(List<UpstreamEndpoint> endpoints, int revision, boolean itself) {
    for (int i = 0; i < endpoints.size(); i++) {
      if ((endpoints.get(i).revision() == revision) == itself) {
        return true;
      }
    }
    return false;
  }
}
