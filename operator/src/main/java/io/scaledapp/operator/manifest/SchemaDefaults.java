package io.scaledapp.operator.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What an API server does to an object before it validates it. See "Defaulting" and "Defaulting and
 * Nullable" in the Kubernetes documentation of custom resource definitions.
 */
final class SchemaDefaults {

  private SchemaDefaults() {}

  /** Drops fields that are null, and gives those that are absent their schema's default. */
  static void apply(JsonNode schema, JsonNode value) {
    if (value instanceof ObjectNode object) {
      dropNulls(schema, object);
      addDefaults(schema, object);
      object.properties().forEach(e -> apply(CrdSchema.child(schema, e.getKey()), e.getValue()));
    }
    if (value instanceof ArrayNode array) {
      array.forEach(item -> apply(schema.path("items"), item));
    }
  }

  private static void dropNulls(JsonNode schema, ObjectNode object) {
    object
        .properties()
        .removeIf(
            e ->
                e.getValue().isNull()
                    && !CrdSchema.child(schema, e.getKey()).path("nullable").asBoolean());
  }

  private static void addDefaults(JsonNode schema, ObjectNode object) {
    schema
        .path("properties")
        .properties()
        .forEach(
            e -> {
              var defaultValue = e.getValue().get("default");
              if (defaultValue != null && !object.has(e.getKey())) {
                object.set(e.getKey(), defaultValue.deepCopy());
              }
            });
  }
}
