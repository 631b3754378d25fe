package io.scaledapp.crds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Adds to the generated CRD what annotations cannot say. */
final class CrdCompletion {

  /** What the parts of a pod template must have, by the field that they stand in. */
  private static final Map<String, List<String>> REQUIRED =
      Map.ofEntries(
          Map.entry("containers", List.of("name")),
          Map.entry("initContainers", List.of("name")),
          Map.entry("ports", List.of("containerPort")),
          Map.entry("env", List.of("name")),
          Map.entry("fieldRef", List.of("fieldPath")),
          Map.entry("resourceFieldRef", List.of("resource")),
          Map.entry("secretKeyRef", List.of("key")),
          Map.entry("configMapKeyRef", List.of("key")),
          Map.entry("volumeMounts", List.of("mountPath", "name")),
          Map.entry("volumeDevices", List.of("devicePath", "name")),
          Map.entry("volumes", List.of("name")),
          Map.entry("httpGet", List.of("port")),
          Map.entry("httpHeaders", List.of("name", "value")),
          Map.entry("tcpSocket", List.of("port")),
          Map.entry("grpc", List.of("port")),
          Map.entry("sleep", List.of("seconds")));

  private CrdCompletion() {}

  static void complete(ObjectNode crd) {
    orderPrinterColumns((ArrayNode) crd.at("/spec/versions/0/additionalPrinterColumns"));
    var schema = (ObjectNode) CrdFile.schema(crd);
    tidy(schema);
    requireSpec(schema);
    completeTemplate((ObjectNode) schema.at("/properties/spec/properties/template"));
  }

  /** The generator sorts the columns by path; people read them in the order of the annotations. */
  private static void orderPrinterColumns(ArrayNode columns) {
    var order =
        Arrays.stream(ScaledApp.class.getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::jsonPath)
            .toList();
    var sorted =
        StreamSupport.stream(columns.spliterator(), false)
            .sorted(Comparator.comparingInt(c -> order.indexOf(c.path("jsonPath").asText())))
            .toList();
    columns.removeAll().addAll(sorted);
  }

  /** Writes whole bounds as whole numbers, and each rule once: records give rules twice. */
  private static void tidy(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (var bound : List.of("minimum", "maximum")) {
        if (object.path(bound).isNumber() && object.get(bound).asDouble() % 1 == 0) {
          object.put(bound, object.get(bound).asLong());
        }
      }
      if (object.get("x-kubernetes-validations") instanceof ArrayNode rules) {
        var distinct = new LinkedHashSet<JsonNode>();
        rules.forEach(distinct::add);
        rules.removeAll().addAll(distinct);
      }
    }
    node.forEach(CrdCompletion::tidy);
  }

  private static void requireSpec(ObjectNode schema) {
    require(schema, "spec");
    // The API server allows rules on nothing in metadata but the name.
    var metadata = ((ObjectNode) schema.get("properties")).putObject("metadata");
    metadata.put("type", "object");
    metadata.putObject("properties").putObject("name").put("type", "string");
  }

  private static void completeTemplate(ObjectNode template) {
    require(template, "spec");
    var podSpec = (ObjectNode) template.at("/properties/spec");
    require(podSpec, "containers");
    ((ObjectNode) podSpec.at("/properties/containers")).put("minItems", 1);
    requireParts(podSpec);
    allowNullTimes(template);
  }

  /** Encoders in Go write {@code creationTimestamp: null}, which server-side apply checks. */
  private static void allowNullTimes(JsonNode schema) {
    if (schema.at("/properties/creationTimestamp") instanceof ObjectNode time) {
      time.put("nullable", true);
    }
    schema.forEach(CrdCompletion::allowNullTimes);
  }

  private static void requireParts(JsonNode schema) {
    schema
        .path("properties")
        .properties()
        .forEach(
            e -> {
              var part = e.getValue().has("items") ? e.getValue().get("items") : e.getValue();
              REQUIRED
                  .getOrDefault(e.getKey(), List.of())
                  .forEach(name -> require((ObjectNode) part, name));
              requireParts(part);
            });
  }

  private static void require(ObjectNode schema, String field) {
    var required = schema.withArray("required");
    if (StreamSupport.stream(required.spliterator(), false)
        .noneMatch(f -> f.asText().equals(field))) {
      required.add(field);
    }
  }
}
