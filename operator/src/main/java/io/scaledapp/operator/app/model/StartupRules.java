package io.scaledapp.operator.app.model;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code spec.startup} needs of the first container, so that Kubernetes takes the lower
 * request in place.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/configure-pod-container/resize-container-resources/">resizing
 *     in place</a>
 */
final class StartupRules {

  private static final String CPU = "cpu";
  private static final String FIELD = "spec.startup.cpu: ";

  private StartupRules() {}

  /**
   * Checks an app that has a template.
   *
   * @throws IllegalArgumentException with the field and the mend
   */
  static void check(ScaledAppSpec spec) {
    var startup = spec.startup();
    var template = spec.template();
    if (startup == null
        || template == null
        || template.getSpec() == null
        || template.getSpec().getContainers().isEmpty()) {
      return;
    }
    var container = template.getSpec().getContainers().getFirst();
    var cpu = Quantity.parse(startup.cpu());
    var resources = container.getResources();
    var request = resources == null ? null : cpu(resources.getRequests());
    var limit = resources == null ? null : cpu(resources.getLimits());
    if (request == null || isAtLeast(request, cpu)) {
      throw new IllegalArgumentException(
          FIELD
              + startup.cpu()
              + " is lowered to the first container's CPU request, which has to be given and lower");
    }
    if (limit != null && isAtLeast(cpu, limit)) {
      throw new IllegalArgumentException(
          "%s%s is not below the first container's CPU limit, %s; lower this or raise that"
              .formatted(FIELD, startup.cpu(), limit));
    }
    if (restartsForCpu(container)) {
      throw new IllegalArgumentException(
          FIELD
              + "the first container's resizePolicy has it restarted when its CPU changes; take that"
              + " away");
    }
  }

  private static @Nullable Quantity cpu(@Nullable Map<String, Quantity> resources) {
    return resources == null ? null : resources.get(CPU);
  }

  private static boolean isAtLeast(Quantity one, Quantity other) {
    return one.getNumericalAmount().compareTo(other.getNumericalAmount()) >= 0;
  }

  private static boolean restartsForCpu(Container container) {
    return container.getResizePolicy().stream()
        .anyMatch(
            one ->
                CPU.equals(one.getResourceName())
                    && "RestartContainer".equals(one.getRestartPolicy()));
  }
}
