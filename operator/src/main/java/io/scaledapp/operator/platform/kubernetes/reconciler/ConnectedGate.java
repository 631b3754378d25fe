package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * The readiness gate of a balancer's pod: without this condition a pod is not ready, whatever its
 * probe says, so that its Service does not lead to it.
 */
final class ConnectedGate {

  /** As the chart names it in {@code readinessGates}. */
  static final String CONDITION = "scaledapp.io/connected";

  private static final PatchContext MERGE = PatchContext.of(PatchType.STRATEGIC_MERGE);

  private ConnectedGate() {}

  /** Whether the pod has the gate; those of an older chart have none. */
  static boolean isOn(Pod pod) {
    return pod.getSpec().getReadinessGates().stream()
        .anyMatch(gate -> CONDITION.equals(gate.getConditionType()));
  }

  static boolean isOpen(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream().anyMatch(ConnectedGate::isTrue);
  }

  private static boolean isTrue(PodCondition condition) {
    return CONDITION.equals(condition.getType()) && "True".equals(condition.getStatus());
  }

  /**
   * Writes the condition, and nothing else of the status.
   *
   * @throws KubernetesClientException if the API server refuses or does not answer
   */
  static void write(PodResource pod, boolean open) {
    var condition =
        Map.of(
            "type",
            CONDITION,
            "status",
            open ? "True" : "False",
            "reason",
            open ? "Connected" : "ConnectionLost",
            "lastTransitionTime",
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    var patch = Map.of("status", Map.of("conditions", List.of(condition)));
    var unused = pod.subresource("status").patch(MERGE, Serialization.asJson(patch));
  }
}
