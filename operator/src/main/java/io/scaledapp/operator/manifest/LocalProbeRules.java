package io.scaledapp.operator.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.StreamSupport;

/** Which probes and lifecycle hooks a local replica can have. */
final class LocalProbeRules {

  private static final List<String> PROBES =
      List.of("startupProbe", "readinessProbe", "livenessProbe");

  private LocalProbeRules() {}

  static void check(FieldPath path, JsonNode container, BiConsumer<FieldPath, String> refuse) {
    for (var name : PROBES) {
      checkProbe(path.field(name), container.path(name), container.path("ports"), refuse);
    }
    checkLifecycle(path.field("lifecycle"), container.path("lifecycle"), refuse);
  }

  private static void checkProbe(
      FieldPath path, JsonNode probe, JsonNode ports, BiConsumer<FieldPath, String> refuse) {
    if (probe.has("grpc")) {
      refuse.accept(path.field("grpc"), "cannot be probed locally; use httpGet, tcpSocket or exec");
    }
    for (var kind : List.of("httpGet", "tcpSocket")) {
      var port = probe.path(kind).path("port");
      if (port.isTextual() && !isNamed(port.asText(), ports)) {
        refuse.accept(
            path.field(kind).field("port"),
            "names the port " + port.asText() + ", which the container's ports do not have");
      }
    }
  }

  private static boolean isNamed(String name, JsonNode ports) {
    return StreamSupport.stream(ports.spliterator(), false)
        .anyMatch(port -> port.path("name").asText().equals(name));
  }

  private static void checkLifecycle(
      FieldPath path, JsonNode lifecycle, BiConsumer<FieldPath, String> refuse) {
    if (lifecycle.has("postStart")) {
      refuse.accept(
          path.field("postStart"), "cannot run locally; do its work where the app starts");
    }
    for (var kind : List.of("httpGet", "tcpSocket")) {
      if (lifecycle.path("preStop").has(kind)) {
        refuse.accept(path.field("preStop").field(kind), "cannot run locally; use exec or sleep");
      }
    }
  }
}
