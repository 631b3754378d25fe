package io.scaledapp.operator.platform.kubernetes.target;

import io.scaledapp.operator.app.Adoption.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * All that tells whether an app may scale a workload.
 *
 * @param known whether the cluster has been looked at
 * @param target null when it is not there
 * @param holder the older ScaledApp that has adopted it; null when there is none
 * @param autoscaler the HorizontalPodAutoscaler that scales it; null when there is none
 * @param hasPort whether the ScaledApp names a port
 */
public record Standing(
    TargetKey key,
    boolean known,
    @Nullable Target target,
    @Nullable String holder,
    @Nullable String autoscaler,
    boolean hasPort) {

  /** Before the cluster has been looked at. */
  public static Standing unknown(TargetKey key) {
    return new Standing(key, false, null, null, null, false);
  }

  /** Why it is left as it is; null when it can be scaled. */
  public @Nullable Refusal refusal() {
    if (!known) {
      var words = key.words() + " is being looked up; if that lasts, the operator's log says why";
      return new Refusal("TargetPending", words, true);
    }
    if (holder != null) {
      return refusal(
          "TargetTaken",
          "%s is scaled by ScaledApp %s, which is older; delete one of the two ScaledApps"
              .formatted(key.words(), holder));
    }
    if (target == null || target.deleted()) {
      return refusal(
          "TargetMissing",
          "there is no %s in namespace %s; create it, or delete this ScaledApp"
              .formatted(key.words(), key.namespace()));
    }
    if (target.owner() != null) {
      return refusal(
          "TargetOwned",
          "%s belongs to %s, which sets its count; adopt what stands at the top, if it can be"
              .formatted(key.words(), target.owner()));
    }
    if (autoscaler != null) {
      return refusal(
          "TargetHasAutoscaler",
          "%s is scaled by HorizontalPodAutoscaler %s; delete that, or this ScaledApp"
              .formatted(key.words(), autoscaler));
    }
    return hasPort || target.namesPort()
        ? null
        : refusal(
            "TargetWithoutPort",
            "spec.port: is required, because the first container of %s names no containerPort"
                .formatted(key.words()));
  }

  /** Whether requests are routed to its pods: also while somebody else counts them. */
  public boolean isRouted() {
    return known && holder == null && target != null && target.owner() == null;
  }

  private static Refusal refusal(String reason, String message) {
    return new Refusal(reason, message, false);
  }
}
