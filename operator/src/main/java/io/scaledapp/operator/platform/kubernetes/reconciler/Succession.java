package io.scaledapp.operator.platform.kubernetes.reconciler;

import java.time.Duration;
import java.util.List;

/**
 * How long a balancer that leaves is led to as before. It goes on serving until nothing leads to
 * it, so that there is no haste; to wait for the one that begins in its place has thousands of
 * slices written once and not twice, and leaves that one the processor to begin with.
 */
final class Succession {

  /** A pod that is deleted has a successor with an address by then, if it is to have one. */
  static final Duration APPEARS = Duration.ofSeconds(2);

  /** Far below the time that a balancer gives others to lead nobody to it any more. */
  static final Duration SERVES = Duration.ofSeconds(15);

  private Succession() {}

  /**
   * Whether one that leaves is still led to.
   *
   * @param since how long ago it was told to leave
   * @param all the balancers that have an address
   */
  static boolean isAwaited(Duration since, List<BalancerPod> all) {
    var begins = all.stream().anyMatch(pod -> !pod.ready() && !pod.terminating());
    return since.compareTo(begins ? SERVES : APPEARS) < 0;
  }
}
