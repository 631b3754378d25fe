package io.scaledapp.operator.platform.kubernetes.pod;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Replica.Phase;
import io.scaledapp.operator.platform.kubernetes.cluster.Annotations;
import io.scaledapp.operator.platform.kubernetes.cluster.RevisionKey;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A pod as the engine sees it. */
public final class PodReplica {

  private static final String ZONE = "topology.kubernetes.io/zone";

  private PodReplica() {}

  /**
   * {@link Replica#id} of a pod: {@code namespace/pod}, and its uid behind that where another pod
   * of the same name may follow.
   */
  public static String id(Pod pod) {
    var metadata = pod.getMetadata();
    var id = metadata.getNamespace() + "/" + metadata.getName();
    return ordinal(pod) == null ? id : id + "/" + metadata.getUid();
  }

  /** Its place in its StatefulSet; null for a pod of anything else. */
  public static @Nullable Integer ordinal(Pod pod) {
    var metadata = pod.getMetadata();
    return metadata.getOwnerReferences().stream().anyMatch(PodReplica::isStatefulSet)
        ? Integer.valueOf(metadata.getName().substring(metadata.getName().lastIndexOf('-') + 1))
        : null;
  }

  private static boolean isStatefulSet(OwnerReference owner) {
    return Boolean.TRUE.equals(owner.getController()) && owner.getKind().equals("StatefulSet");
  }

  /**
   * The replica; empty for a pod that has ended for good, in whose place the cluster makes another.
   *
   * @param key whose it is
   */
  public static Optional<Replica> of(Pod pod, RevisionKey key) {
    if (hasEnded(pod)) {
      return Optional.empty();
    }
    var app = PodStatuses.appContainer(pod);
    var phase = phase(pod, app);
    var host = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
    return Optional.of(
        new Replica(
            id(pod),
            key.app(),
            key.number(),
            pod.getMetadata().getName(),
            phase,
            host,
            host == null ? 0 : port(pod),
            startedAt(pod, app),
            readyAt(pod),
            app == null || app.getRestartCount() == null ? 0 : app.getRestartCount(),
            Troubles.message(pod, phase),
            false,
            ordinal(pod),
            zone(pod)));
  }

  /** Whether none of its containers runs or will run again: it failed, completed or was evicted. */
  public static boolean hasEnded(Pod pod) {
    var phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return "Failed".equals(phase) || "Succeeded".equals(phase);
  }

  private static Phase phase(Pod pod, @Nullable ContainerStatus app) {
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      return Phase.TERMINATING;
    }
    if (PodStatuses.isReady(pod)) {
      return Phase.READY;
    }
    if (app == null || app.getState() == null) {
      return Phase.PENDING;
    }
    if (app.getState().getTerminated() != null || Troubles.isBackingOff(app)) {
      return Phase.CRASH_LOOP_BACK_OFF;
    }
    if (app.getState().getRunning() == null) {
      return Phase.PENDING;
    }
    return wasReady(pod, app) ? Phase.NOT_READY : Phase.STARTING;
  }

  /** Its condition turned after the container began, and it can only have been ready before. */
  private static boolean wasReady(Pod pod, ContainerStatus app) {
    return PodStatuses.condition(pod, "Ready")
        .map(PodCondition::getLastTransitionTime)
        .map(Instant::parse)
        .filter(turned -> turned.isAfter(startedAt(pod, app)))
        .isPresent();
  }

  private static Instant startedAt(Pod pod, @Nullable ContainerStatus app) {
    var running = app == null || app.getState() == null ? null : app.getState().getRunning();
    return Instant.parse(
        running == null || running.getStartedAt() == null
            ? pod.getMetadata().getCreationTimestamp()
            : running.getStartedAt());
  }

  private static @Nullable Instant readyAt(Pod pod) {
    return PodStatuses.condition(pod, "Ready")
        .filter(condition -> "True".equals(condition.getStatus()))
        .map(PodCondition::getLastTransitionTime)
        .map(Instant::parse)
        .orElse(null);
  }

  /** From Kubernetes 1.35 on a pod has this label of its node (PodTopologyLabels). */
  private static @Nullable String zone(Pod pod) {
    var labels = pod.getMetadata().getLabels();
    return labels == null ? null : labels.get(ZONE);
  }

  /** An adopted pod says it by its first container; 0 when that names none. */
  private static int port(Pod pod) {
    var port = Annotations.get(pod, Annotations.PORT);
    return port == null ? firstPort(pod) : Integer.parseInt(port);
  }

  private static int firstPort(Pod pod) {
    return pod.getSpec().getContainers().getFirst().getPorts().stream()
        .findFirst()
        .map(ContainerPort::getContainerPort)
        .orElse(0);
  }
}
