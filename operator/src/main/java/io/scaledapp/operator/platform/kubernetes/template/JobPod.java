package io.scaledapp.operator.platform.kubernetes.template;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import java.util.ArrayList;
import java.util.List;

/**
 * The pod of a job: the app's first container with a command of its own, to its end. Containers
 * beside it are left out, since one that never ends would keep the job from ending; those that
 * Kubernetes knows as sidecars, among the init containers, are ended by it. It carries the
 * template's own labels, so that network policies hold for it, and none of ours, so that it is no
 * replica.
 */
final class JobPod {

  private static final String SPEC = "spec.template.spec.";

  /** Nobody ever says that it is met, so a Service that selects the labels leads to no job. */
  private static final String NEVER_SERVES = "scaledapp.io/serves";

  private JobPod() {}

  /**
   * Of an app that has a template.
   *
   * @throws IllegalArgumentException naming the field, when no pod can be made of the template
   */
  static PodTemplateSpec of(ScaledApp app, List<String> command) {
    var template = app.getSpec().template();
    if (template == null
        || template.getSpec() == null
        || template.getSpec().getContainers().isEmpty()) {
      throw new IllegalArgumentException(SPEC + "containers: needs one container");
    }
    PodTemplate.refuseMissingImages(template.getSpec());
    var first = template.getSpec().getContainers().getFirst();
    return new PodTemplateSpecBuilder(template)
        .editSpec()
        .withContainers(container(app, first, command))
        .withRestartPolicy("Never")
        .addNewReadinessGate(NEVER_SERVES)
        .endSpec()
        .build();
  }

  private static Container container(ScaledApp app, Container container, List<String> command) {
    return new ContainerBuilder(container)
        .withCommand(command)
        .withArgs(List.of())
        .withEnv(environment(app, container))
        .withPorts(List.of())
        .withStartupProbe(null)
        .withReadinessProbe(null)
        .withLivenessProbe(null)
        .withLifecycle(null)
        .build();
  }

  /** Ours come first, since {@code $(NAME)} in a value means a variable that stands before it. */
  private static List<EnvVar> environment(ScaledApp app, Container container) {
    var all =
        new ArrayList<>(
            List.of(
                AppContainer.value("SCALEDAPP_APP", app.getMetadata().getName()),
                AppContainer.podName("SCALEDAPP_JOB")));
    var reserved = all.stream().map(EnvVar::getName).toList();
    container.getEnv().stream().filter(one -> !reserved.contains(one.getName())).forEach(all::add);
    return all;
  }
}
