package io.scaledapp.operator.platform.kubernetes.reconciler;

import org.jspecify.annotations.Nullable;

/**
 * One balancer as the cluster sees it.
 *
 * @param name of the pod, by which its load reports are known
 * @param ready whether it passes its readiness probe
 * @param terminating whether it was told to end; it still answers
 */
public record BalancerPod(
    String name, String ip, @Nullable String node, boolean ready, boolean terminating) {

  /** Whether new connections may be led to it. */
  public boolean isServing() {
    return ready && !terminating;
  }
}
