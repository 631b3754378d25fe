package io.scaledapp.operator.platform.kubernetes.template;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import io.scaledapp.operator.app.Revision;
import io.scaledapp.operator.platform.kubernetes.cluster.Annotations;
import io.scaledapp.operator.platform.kubernetes.cluster.Labels;
import io.scaledapp.operator.platform.kubernetes.cluster.RevisionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The user's pod template with what ScaledApp adds to it. */
final class PodTemplate {

  private static final String SPEC = "spec.template.spec.";

  private PodTemplate() {}

  /**
   * Of a revision.
   *
   * @param resizes whether the cluster can lower a pod's CPU request in place
   */
  static PodTemplateSpec of(Revision revision, boolean resizes) {
    var key = RevisionKey.of(revision);
    var spec = revision.source().getSpec();
    var template = spec.template();
    if (template == null
        || template.getSpec() == null
        || template.getSpec().getContainers().isEmpty()) {
      throw new IllegalArgumentException(SPEC + "containers: needs one container");
    }
    refuseMissingImages(template.getSpec());
    var port = port(spec, template.getSpec());
    var made = made(key, template, port);
    return resizes && spec.startup() != null ? StartupCpu.raise(made, spec.startup().cpu()) : made;
  }

  private static PodTemplateSpec made(RevisionKey key, PodTemplateSpec template, int port) {
    return new PodTemplateSpecBuilder(template)
        .editOrNewMetadata()
        .addToLabels(Labels.of(key))
        .addToAnnotations(Map.of(Annotations.PORT, String.valueOf(port)))
        .endMetadata()
        .editSpec()
        .withContainers(containers(key, template.getSpec(), port))
        .endSpec()
        .build();
  }

  /** The first container is the app; others are beside it, and are left as they are. */
  private static List<Container> containers(RevisionKey key, PodSpec pod, int port) {
    var containers = new ArrayList<>(pod.getContainers());
    var grace = pod.getTerminationGracePeriodSeconds();
    containers.set(0, AppContainer.of(key, containers.getFirst(), port, grace));
    return containers;
  }

  private static int port(ScaledAppSpec spec, PodSpec pod) {
    if (spec.port() != null) {
      return spec.port();
    }
    var ports = pod.getContainers().getFirst().getPorts();
    if (ports.isEmpty()) {
      throw new IllegalArgumentException(
          "spec.port: is required, because the first container names no containerPort");
    }
    return ports.getFirst().getContainerPort();
  }

  static void refuseMissingImages(PodSpec pod) {
    refuseMissingImages("initContainers", pod.getInitContainers());
    refuseMissingImages("containers", pod.getContainers());
  }

  private static void refuseMissingImages(String field, List<Container> containers) {
    for (var index = 0; index < containers.size(); index++) {
      var image = containers.get(index).getImage();
      if (image == null || image.isBlank()) {
        throw new IllegalArgumentException(
            "%s%s[%d].image: is missing; a pod needs one, though a local process does not"
                .formatted(SPEC, field, index));
      }
    }
  }
}
