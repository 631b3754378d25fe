package io.scaledapp.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.scaledapp.e2e.cluster.Cluster;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real API server takes every object of the chart, with no unknown field, no warning, and under
 * the Pod Security Standard "restricted".
 */
@OnCluster
class ChartOnTheApiServerIT {

  /** Kinds of the Prometheus operator, which is not on the cluster, have a test of their own. */
  private static final String MONITORING = "monitoring.coreos.com";

  @ParameterizedTest
  @ValueSource(strings = {"bare", "defaults", "everything"})
  void everyObjectIsTaken(String values, Cluster cluster, TestNamespace namespace)
      throws IOException {
    restrict(cluster, namespace);
    var file = Files.createTempFile(Path.of("target"), "chart-", ".json");
    Files.writeString(file, list(values, namespace));

    var taken =
        cluster.kubectl(
            "apply",
            "--server-side",
            "--dry-run=server",
            "--validate=strict",
            "--warnings-as-errors",
            "-f",
            file.toString());

    assertThat(taken.lines())
        .hasSizeGreaterThan(8)
        .allMatch(line -> line.endsWith("serverside-applied (server dry run)"));
  }

  private static void restrict(Cluster cluster, TestNamespace namespace) {
    for (var mode : new String[] {"enforce", "warn"}) {
      var label = "pod-security.kubernetes.io/" + mode + "=restricted";
      var unused = cluster.kubectl("label", "namespace", namespace.name(), label);
    }
  }

  /** The objects as one, all in the namespace of the test: it is their form that is checked. */
  private static String list(String values, TestNamespace namespace) throws IOException {
    var list = new ObjectMapper().createObjectNode().put("apiVersion", "v1").put("kind", "List");
    var items = list.putArray("items");
    for (var object : RenderedObjects.of(values).objects()) {
      if (!object.path("apiVersion").asText().startsWith(MONITORING)) {
        items.add(moved(object, namespace));
      }
    }
    return list.toString();
  }

  private static JsonNode moved(JsonNode object, TestNamespace namespace) {
    if (object.path("metadata") instanceof ObjectNode metadata && metadata.has("namespace")) {
      metadata.put("namespace", namespace.name());
    }
    return object;
  }
}
