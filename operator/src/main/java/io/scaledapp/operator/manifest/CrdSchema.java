package io.scaledapp.operator.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The schema in the CRD, so that a rule is written once and means the same here and in an API
 * server.
 */
final class CrdSchema {

  private static final String FILE = "/io/scaledapp/crds/scaledapps.schema.json";

  private CrdSchema() {}

  /**
   * The OpenAPI schema of a ScaledApp, completed with the fields that an API server knows by
   * itself: {@code apiVersion}, {@code kind} and {@code metadata}.
   */
  static ObjectNode load() {
    try (var file = ScaledApp.class.getResourceAsStream(FILE)) {
      var schema = (ObjectNode) new ObjectMapper().readTree(file);
      completeRoot(schema);
      return schema;
    } catch (IOException e) {
      throw new UncheckedIOException("the schema cannot be read from the jar: " + FILE, e);
    }
  }

  private static void completeRoot(ObjectNode schema) {
    var properties = (ObjectNode) schema.get("properties");
    properties.putObject("apiVersion").put("type", "string");
    properties.putObject("kind").put("type", "string");
    properties.set("metadata", objectMeta(properties));
    schema.withArray("required").add("metadata");
  }

  private static JsonNode objectMeta(JsonNode properties) {
    var metadata =
        (ObjectNode) properties.at("/spec/properties/template/properties/metadata").deepCopy();
    metadata.withArray("required").add("name");
    return metadata;
  }

  /** The part of the schema that is about a field; a missing node when there is none. */
  static JsonNode at(JsonNode schema, FieldPath path) {
    var found = schema;
    for (var segment : path.segments()) {
      found = segment instanceof String name ? child(found, name) : found.path("items");
    }
    return found;
  }

  /** The schema of an object's field, or of a map's values. */
  static JsonNode child(JsonNode schema, String field) {
    var property = schema.path("properties").path(field);
    return property.isMissingNode() ? schema.path("additionalProperties") : property;
  }
}
