package io.scaledapp.operator.platform.kubernetes.template;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.scaledapp.operator.platform.kubernetes.cluster.Annotations;
import io.scaledapp.operator.platform.kubernetes.cluster.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The user's pod template out of the ReplicaSet that was made of it: without what ScaledApp adds,
 * and with the defaults that the API server filled in, as {@code kubectl rollout undo} has them.
 */
public final class FormerTemplate {

  private static final Set<String> LABELS =
      Set.of(Labels.MANAGED_BY, Labels.APP, Labels.REVISION, "pod-template-hash");

  private FormerTemplate() {}

  /** The port on which replicas answer; null if nobody noted it. */
  public static @Nullable Integer port(ReplicaSet set) {
    var metadata = set.getSpec().getTemplate().getMetadata();
    var annotations = metadata == null ? null : metadata.getAnnotations();
    var port = annotations == null ? null : annotations.get(Annotations.PORT);
    return port == null ? null : Integer.valueOf(port);
  }

  public static PodTemplateSpec of(ReplicaSet set) {
    var made = set.getSpec().getTemplate();
    var port = String.valueOf(port(set));
    var containers = new ArrayList<>(made.getSpec().getContainers());
    containers.set(0, container(containers.getFirst(), port, cpu(made)));
    var former =
        new PodTemplateSpecBuilder(made).editSpec().withContainers(containers).endSpec().build();
    var metadata = former.getMetadata();
    metadata.getLabels().keySet().removeAll(LABELS);
    metadata.getAnnotations().keySet().removeAll(Set.of(Annotations.PORT, Annotations.CPU_REQUEST));
    metadata.setCreationTimestamp(null);
    return former;
  }

  private static @Nullable String cpu(PodTemplateSpec made) {
    return made.getMetadata().getAnnotations().get(Annotations.CPU_REQUEST);
  }

  private static Container container(Container made, String port, @Nullable String cpu) {
    var former = new ContainerBuilder(made).withEnv(environment(made.getEnv(), port)).build();
    if (isOurs(former.getReadinessProbe(), port)) {
      former.setReadinessProbe(null);
    }
    if (cpu != null) {
      former.getResources().getRequests().put("cpu", Quantity.parse(cpu));
    }
    return former;
  }

  /** Ours stand first: a PORT that the user gave comes after them. */
  private static List<EnvVar> environment(List<EnvVar> made, String port) {
    var former = new ArrayList<>(made);
    if (!former.isEmpty()
        && former.getFirst().getName().equals("PORT")
        && Objects.equals(former.getFirst().getValue(), port)) {
      former.removeFirst();
    }
    former.removeIf(one -> AppContainer.OWN.contains(one.getName()));
    return former;
  }

  /** Taken for ours, one that is the same of the user's is added again. */
  private static boolean isOurs(@Nullable Probe probe, String port) {
    return probe != null
        && probe.getTcpSocket() != null
        && port.equals(String.valueOf(probe.getTcpSocket().getPort().getValue()))
        && probe.getTcpSocket().getHost() == null
        && Objects.equals(probe.getPeriodSeconds(), 1)
        && isOneOrUnset(probe.getTimeoutSeconds())
        && isOneOrUnset(probe.getSuccessThreshold())
        && (probe.getFailureThreshold() == null || probe.getFailureThreshold() == 3)
        && (probe.getInitialDelaySeconds() == null || probe.getInitialDelaySeconds() == 0);
  }

  private static boolean isOneOrUnset(@Nullable Integer number) {
    return number == null || number == 1;
  }
}
