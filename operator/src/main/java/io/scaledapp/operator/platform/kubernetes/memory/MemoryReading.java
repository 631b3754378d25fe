package io.scaledapp.operator.platform.kubernetes.memory;

import io.fabric8.kubernetes.api.model.metrics.v1beta1.ContainerMetrics;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.MemoryUse;
import io.scaledapp.operator.app.MemoryUse.Sample;
import io.scaledapp.operator.platform.kubernetes.cluster.Labels;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the metrics server said of the pods of one namespace.
 *
 * @param pods as it listed them last, by the name of their app
 * @param failures in a row since then
 * @param problem why there is nothing to be read, with the mend
 */
record MemoryReading(Map<String, List<PodMetrics>> pods, int failures, @Nullable String problem) {

  static final MemoryReading NONE = new MemoryReading(Map.of(), 0, null);

  /** One that is restarted does not answer for a while. */
  private static final int PATIENCE = 3;

  private static final String MEMORY = "memory";

  /** Asks once more. */
  MemoryReading next(KubernetesClient client, String namespace) {
    try {
      var listed =
          client
              .top()
              .pods()
              .inNamespace(namespace)
              .withLabels(Map.of(Labels.MANAGED_BY, Labels.MANAGER))
              .metrics();
      return new MemoryReading(byApp(listed.getItems()), 0, null);
    } catch (KubernetesClientException failure) {
      return failed(failure);
    }
  }

  private MemoryReading failed(KubernetesClientException failure) {
    return switch (failure.getCode()) {
      case HttpURLConnection.HTTP_NOT_FOUND ->
          unreadable(
              "memory is not measured: this cluster has no metrics.k8s.io; install metrics-server,"
                  + " or take spec.recycle away");
      case HttpURLConnection.HTTP_FORBIDDEN ->
          unreadable(
              "memory is not measured: the operator may not list pods.metrics.k8s.io; set the"
                  + " chart's rbac.podMetrics to true, or take spec.recycle away");
      default ->
          failures + 1 < PATIENCE
              ? new MemoryReading(pods, failures + 1, problem)
              : unreadable(
                  "memory is not measured: metrics.k8s.io does not answer; look at the APIService"
                      + " v1beta1.metrics.k8s.io and at metrics-server");
    };
  }

  private MemoryReading unreadable(String why) {
    return new MemoryReading(Map.of(), failures + 1, why);
  }

  /** What it says of an app's own container, the first of the template, by pods. */
  MemoryUse of(ScaledApp app) {
    var template = app.getSpec().template();
    if (template == null || template.getSpec() == null) {
      return MemoryUse.NONE;
    }
    var container = template.getSpec().getContainers().getFirst().getName();
    var samples = new HashMap<String, Sample>();
    pods.getOrDefault(app.getMetadata().getName(), List.of())
        .forEach(pod -> read(pod, container, samples));
    return new MemoryUse(samples, problem);
  }

  private static Map<String, List<PodMetrics>> byApp(List<PodMetrics> pods) {
    return pods.stream()
        .filter(pod -> pod.getMetadata().getLabels() != null)
        .filter(pod -> pod.getMetadata().getLabels().containsKey(Labels.APP))
        .collect(Collectors.groupingBy(pod -> pod.getMetadata().getLabels().get(Labels.APP)));
  }

  private static void read(PodMetrics pod, String container, Map<String, Sample> samples) {
    var metadata = pod.getMetadata();
    for (ContainerMetrics one : pod.getContainers()) {
      var memory = one.getUsage() == null ? null : one.getUsage().get(MEMORY);
      if (container.equals(one.getName()) && memory != null && pod.getTimestamp() != null) {
        samples.put(
            metadata.getNamespace() + "/" + metadata.getName(),
            new Sample(memory.getNumericalAmount().longValue(), Instant.parse(pod.getTimestamp())));
      }
    }
  }
}
