package io.scaledapp.operator.platform.kubernetes.pod;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import org.jspecify.annotations.Nullable;

/** Whether a pod's node goes away, so that another pod must take over. */
public final class Displacement {

  private Displacement() {}

  /**
   * Whether the node is cordoned, or evicts the pod sooner or later by a taint.
   *
   * @param node null when it is not known
   */
  public static boolean isDisplaced(Pod pod, @Nullable Node node) {
    if (node == null || node.getSpec() == null) {
      return false;
    }
    return Boolean.TRUE.equals(node.getSpec().getUnschedulable())
        || node.getSpec().getTaints().stream()
            .anyMatch(taint -> "NoExecute".equals(taint.getEffect()) && !isTolerated(pod, taint));
  }

  private static boolean isTolerated(Pod pod, Taint taint) {
    return pod.getSpec().getTolerations().stream().anyMatch(one -> tolerates(one, taint));
  }

  /**
   * One that ends after some seconds puts the end off. That is a chance that the node comes back.
   */
  private static boolean tolerates(Toleration toleration, Taint taint) {
    return matches(toleration.getEffect(), taint.getEffect())
        && matches(toleration.getKey(), taint.getKey())
        && ("Exists".equals(toleration.getOperator())
            || orEmpty(toleration.getValue()).equals(orEmpty(taint.getValue())));
  }

  private static boolean matches(@Nullable String wanted, String there) {
    return orEmpty(wanted).isEmpty() || there.equals(wanted);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
