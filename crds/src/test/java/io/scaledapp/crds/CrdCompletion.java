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

  /** Kinds of the pod template, each with a field that tells it, and what it requires. */
  private static final Map<String, List<String>> REQUIRED_BESIDE =
      Map.of(
          "containerPort", List.of("containerPort"),
          "mountPath", List.of("mountPath", "name"),
          "valueFrom", List.of("name"),
          "terminationMessagePath", List.of("name"));

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
    requireBeside(podSpec);
  }

  private static void requireBeside(JsonNode node) {
    if (node.get("properties") instanceof ObjectNode properties) {
      REQUIRED_BESIDE.forEach(
          (field, required) -> {
            if (properties.has(field)) {
              required.forEach(name -> require((ObjectNode) node, name));
            }
          });
    }
    node.forEach(CrdCompletion::requireBeside);
  }

  private static void require(ObjectNode schema, String field) {
    var required = schema.withArray("required");
    if (StreamSupport.stream(required.spliterator(), false)
        .noneMatch(f -> f.asText().equals(field))) {
      required.add(field);
    }
  }
}
