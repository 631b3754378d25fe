package io.scaledapp.operator.platform.kubernetes.template;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.scaledapp.operator.platform.kubernetes.cluster.Annotations;
import java.util.ArrayList;

/** More CPU for the first container until it is ready. */
final class StartupCpu {

  private static final String CPU = "cpu";

  private StartupCpu() {}

  /** The template with a raised request, and with the one to come as an annotation. */
  static PodTemplateSpec raise(PodTemplateSpec template, String cpu) {
    var containers = new ArrayList<>(template.getSpec().getContainers());
    var container = containers.getFirst();
    var request = container.getResources().getRequests().get(CPU);
    containers.set(
        0,
        new ContainerBuilder(container)
            .editResources()
            .addToRequests(CPU, Quantity.parse(cpu))
            .endResources()
            .build());
    return new PodTemplateSpecBuilder(template)
        .editMetadata()
        .addToAnnotations(Annotations.CPU_REQUEST, String.valueOf(request))
        .endMetadata()
        .editSpec()
        .withContainers(containers)
        .endSpec()
        .build();
  }
}
