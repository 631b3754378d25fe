package io.scaledapp.operator.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.function.BiConsumer;

/** Which sources of a variable can be resolved without a cluster. */
final class LocalEnvRules {

  private static final Set<String> RESOLVED_FIELDS =
      Set.of("metadata.name", "metadata.namespace", "status.podIP");

  private LocalEnvRules() {}

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
