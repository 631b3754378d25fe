package io.scaledapp.operator.platform.kubernetes.target;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which HorizontalPodAutoscaler scales a workload. */
public final class Autoscalers {

  private static final String GROUP = "apps/";

  private Autoscalers() {}

  /** The name of the one of the workload's namespace that scales it; null if there is none. */
  public static @Nullable String of(TargetKey target, List<HorizontalPodAutoscaler> all) {
    return all.stream()
        .filter(one -> scales(one, target))
        .map(HasMetadata::getMetadata)
        .map(metadata -> metadata.getName())
        .sorted()
        .findFirst()
        .orElse(null);
  }

  private static boolean scales(HorizontalPodAutoscaler autoscaler, TargetKey target) {
    var scaled = autoscaler.getSpec().getScaleTargetRef();
    return scaled.getKind().equals(target.kind().word())
        && scaled.getName().equals(target.name())
        && (scaled.getApiVersion() == null || scaled.getApiVersion().startsWith(GROUP));
  }
}
