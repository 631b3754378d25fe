package io.scaledapp.operator.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.function.BiConsumer;

/** Which variables can be given to a process without a cluster, and which are ours. */
final class LocalEnvRules {

  private static final Set<String> RESOLVED_FIELDS =
      Set.of("metadata.name", "metadata.namespace", "status.podIP");

  private static final Set<String> OURS =
      Set.of(
          "PORT",
          "SCALEDAPP_APP",
          "SCALEDAPP_INSTANCE",
          "SCALEDAPP_JOB",
          "SCALEDAPP_REPLICA",
          "SCALEDAPP_REVISION",
          "SCALEDAPP_UP");

  private LocalEnvRules() {}

  static void tell(FieldPath path, JsonNode env, BiConsumer<FieldPath, String> tell) {
    for (int i = 0; i < env.size(); i++) {
      var name = env.get(i).path("name").asText();
      if (OURS.contains(name)) {
        tell.accept(
            path.item(i), "is not used locally: each replica gets a " + name + " of its own");
      }
    }
  }

  static void check(FieldPath path, JsonNode env, BiConsumer<FieldPath, String> refuse) {
    for (int i = 0; i < env.size(); i++) {
      var variable = env.get(i);
      if (variable.has("valueFrom") && !isResolved(variable.get("valueFrom"))) {
        refuse.accept(
            path.item(i).field("valueFrom"),
            reason(variable.get("valueFrom"), variable.get("name").asText()));
      }
    }
  }

  private static boolean isResolved(JsonNode source) {
    return RESOLVED_FIELDS.contains(source.at("/fieldRef/fieldPath").asText());
  }

  private static String reason(JsonNode source, String name) {
    var what =
        source.has("fieldRef")
            ? "field " + source.at("/fieldRef/fieldPath").asText()
            : String.join(", ", (Iterable<String>) source::fieldNames);
    return what
        + " cannot be read locally; set value, or leave "
        + name
        + " out and export it before the start: replicas inherit the environment";
  }
}
