package io.scaledapp.operator.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.StreamSupport;

/** Which probes and lifecycle hooks a local replica can have. */
final class LocalProbeRules {

  private static final List<String> PROBES =
      List.of("startupProbe", "readinessProbe", "livenessProbe");

  private LocalProbeRules() {}

  /**
   * @param appPort that requests go to, for which a replica's own port stands
   */
  static void check(
      FieldPath path, JsonNode container, JsonNode appPort, BiConsumer<FieldPath, String> refuse) {
    for (var name : PROBES) {
      var probe = container.path(name);
      checkProbe(path.field(name), probe, container.path("ports"), appPort, refuse);
    }
    checkLifecycle(path.field("lifecycle"), container.path("lifecycle"), refuse);
  }

  private static void checkProbe(
      FieldPath path,
      JsonNode probe,
      JsonNode ports,
      JsonNode appPort,
      BiConsumer<FieldPath, String> refuse) {
    if (probe.has("grpc")) {
      refuse.accept(path.field("grpc"), "cannot be probed locally; use httpGet, tcpSocket or exec");
    }
    for (var kind : List.of("httpGet", "tcpSocket")) {
      var action = probe.path(kind);
      if (action.has("port")) {
        var port = action.get("port");
        var number = port.isTextual() ? named(port.asText(), ports) : port;
        var field = path.field(kind).field("port");
        if (number.isMissingNode()) {
          refuse.accept(
              field,
              "names the port " + port.asText() + ", which the container's ports do not have");
        } else if (!action.has("host") && number.asInt() != appPort.asInt()) {
          refuse.accept(field, elsewhere(number, appPort));
        }
      }
    }
  }

  private static JsonNode named(String name, JsonNode ports) {
    return StreamSupport.stream(ports.spliterator(), false)
        .filter(port -> port.path("name").asText().equals(name))
        .findFirst()
        .map(port -> port.path("containerPort"))
        .orElse(MissingNode.getInstance());
  }

  private static String elsewhere(JsonNode port, JsonNode appPort) {
    return "is the port "
        + port.asText()
        + ", on which another program may listen locally: a replica has its PORT alone, which"
        + " stands for "
        + appPort.asText()
        + "; probe that one, or use exec";
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
