package io.scaledapp.operator.platform.kubernetes.pod;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.scaledapp.operator.app.Replica.Phase;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why a pod is not ready, in the words of the cluster. */
final class Troubles {

  /** What every pod waits for in its course. */
  private static final Set<String> ORDINARY = Set.of("ContainerCreating", "PodInitializing");

  private static final String BACK_OFF = "CrashLoopBackOff";

  private Troubles() {}

  static boolean isBackingOff(ContainerStatus container) {
    var waiting = container.getState() == null ? null : container.getState().getWaiting();
    return waiting != null && BACK_OFF.equals(waiting.getReason());
  }

  /** The message of a pod in a phase; null when there is nothing to say. */
  static @Nullable String message(Pod pod, Phase phase) {
    return switch (phase) {
      case READY, TERMINATING -> null;
      case PENDING -> waiting(pod).or(() -> unscheduled(pod)).orElse(null);
      case STARTING -> waiting(pod).orElse(null);
      case NOT_READY -> waiting(pod).or(() -> notReady(pod)).orElse(null);
      case CRASH_LOOP_BACK_OFF ->
          PodStatuses.all(pod).findFirst().flatMap(Troubles::ended).orElse(null);
    };
  }

  private static Optional<String> unscheduled(Pod pod) {
    return PodStatuses.condition(pod, "PodScheduled")
        .filter(condition -> "False".equals(condition.getStatus()))
        .map(condition -> words(condition.getReason(), condition.getMessage()));
  }

  private static Optional<String> notReady(Pod pod) {
    return PodStatuses.condition(pod, "Ready").map(PodCondition::getMessage);
  }

  private static Optional<String> waiting(Pod pod) {
    return PodStatuses.all(pod)
        .filter(one -> waiting(one) != null && !isOrdinary(waiting(one)))
        .findFirst()
        .flatMap(one -> isBackingOff(one) ? ended(one) : Optional.of(waitingWords(one)));
  }

  private static boolean isOrdinary(@Nullable ContainerStateWaiting waiting) {
    return waiting == null || waiting.getReason() == null || ORDINARY.contains(waiting.getReason());
  }

  private static @Nullable ContainerStateWaiting waiting(ContainerStatus container) {
    return container.getState() == null ? null : container.getState().getWaiting();
  }

  private static String waitingWords(ContainerStatus container) {
    var waiting = container.getState().getWaiting();
    var isImage = waiting.getReason().contains("Image");
    var reason = isImage ? waiting.getReason() + " " + container.getImage() : waiting.getReason();
    return words(reason, waiting.getMessage());
  }

  /** How the latest process of a container ended. */
  private static Optional<String> ended(ContainerStatus container) {
    return Stream.of(container.getState(), container.getLastState())
        .map(Troubles::terminated)
        .flatMap(Stream::ofNullable)
        .findFirst()
        .map(Troubles::terminatedWords);
  }

  private static @Nullable ContainerStateTerminated terminated(@Nullable ContainerState state) {
    return state == null ? null : state.getTerminated();
  }

  private static String terminatedWords(ContainerStateTerminated ended) {
    var reason = ended.getReason();
    var says = reason == null || reason.equals("Error") || reason.equals("Completed");
    var code = "exit code " + ended.getExitCode() + (says ? "" : " (" + reason + ")");
    return words(code, ended.getMessage());
  }

  private static String words(@Nullable String reason, @Nullable String message) {
    return Stream.of(reason, message)
        .flatMap(Stream::ofNullable)
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(": "));
  }
}
