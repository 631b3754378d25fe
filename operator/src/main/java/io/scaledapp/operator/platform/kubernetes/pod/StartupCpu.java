package io.scaledapp.operator.platform.kubernetes.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.scaledapp.operator.platform.kubernetes.cluster.Annotations;
import org.jspecify.annotations.Nullable;

/**
 * The CPU that a pod asks for until it is ready.
 *
 * @param container its own container
 * @param request what that one is to ask for from then on
 */
public record StartupCpu(String container, String request) {

  /** What is to be lowered; null where there is nothing, or not yet. */
  public static @Nullable StartupCpu toLower(Pod pod) {
    var request = Annotations.get(pod, Annotations.CPU_REQUEST);
    if (request == null || !PodStatuses.isReady(pod)) {
      return null;
    }
    var container = pod.getSpec().getContainers().getFirst();
    var resources = container.getResources();
    var has =
        resources == null || resources.getRequests() == null
            ? null
            : resources.getRequests().get("cpu");
    return has == null || isSame(has, request)
        ? null
        : new StartupCpu(container.getName(), request);
  }

  private static boolean isSame(Quantity has, String request) {
    try {
      return has.getNumericalAmount().compareTo(Quantity.parse(request).getNumericalAmount()) == 0;
    } catch (IllegalArgumentException changedToNonsense) {
      return true;
    }
  }
}
