package io.scaledapp.operator.platform.kubernetes.pod;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks things up in the status of a pod. */
final class PodStatuses {

  private PodStatuses() {}

  static Optional<PodCondition> condition(Pod pod, String type) {
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getConditions().stream()
            .filter(one -> type.equals(one.getType()))
            .findFirst();
  }

  static boolean isReady(Pod pod) {
    return condition(pod, "Ready").map(PodCondition::getStatus).filter("True"::equals).isPresent();
  }

  /** Of the template's first container; the kubelet lists them in another order. */
  static @Nullable ContainerStatus appContainer(Pod pod) {
    var name = pod.getSpec().getContainers().getFirst().getName();
    return containers(pod).stream()
        .filter(one -> name.equals(one.getName()))
        .findFirst()
        .orElse(null);
  }

  /** Of all containers, the app's own first, and those that come before it last. */
  static Stream<ContainerStatus> all(Pod pod) {
    var app = appContainer(pod);
    var others = containers(pod).stream().filter(one -> one != app);
    var before =
        pod.getStatus() == null
            ? Stream.<ContainerStatus>empty()
            : pod.getStatus().getInitContainerStatuses().stream();
    return Stream.of(Stream.ofNullable(app), others, before).flatMap(one -> one);
  }

  private static List<ContainerStatus> containers(Pod pod) {
    return pod.getStatus() == null ? List.of() : pod.getStatus().getContainerStatuses();
  }
}
