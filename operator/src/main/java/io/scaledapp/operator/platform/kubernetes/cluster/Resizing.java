package io.scaledapp.operator.platform.kubernetes.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The subresource by which the requests of a pod are changed in place. */
public final class Resizing {

  private static final Logger log = LoggerFactory.getLogger(Resizing.class);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  static final String SUBRESOURCE = "/resize";

  private Resizing() {}

  /** Whether the cluster has it. Blocks until the API server answers, however long that takes. */
  public static boolean isPossible(KubernetesClient client) {
    while (true) {
      try {
        return isListed(client.raw("/api/v1"), client);
      } catch (KubernetesClientException failure) {
        if (failure.getCode() >= 400 && failure.getCode() < 500) {
          // Pods that cannot be lowered must not be raised.
          log.atWarn().setCause(failure).log("cannot see whether pods can be resized; none is");
          return false;
        }
        log.atWarn().addKeyValue("reason", failure.getMessage()).log("no answer; asked again");
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException end) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  private static boolean isListed(String resources, KubernetesClient client) {
    var core = client.getKubernetesSerialization().unmarshal(resources, JsonNode.class);
    return StreamSupport.stream(core.path("resources").spliterator(), false)
        .anyMatch(one -> one.path("name").asText().equals("pods" + SUBRESOURCE));
  }

  /** A strategic merge patch: its lists of containers are merged by name. */
  static Map<String, ?> cpuRequest(String container, String cpu) {
    var requests = Map.of("requests", Map.of("cpu", cpu));
    return Map.of(
        "spec", Map.of("containers", List.of(Map.of("name", container, "resources", requests))));
  }
}
