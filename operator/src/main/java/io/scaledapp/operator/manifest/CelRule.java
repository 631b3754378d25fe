package io.scaledapp.operator.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule of the CRD in CEL, which holds for each value at its place.
 *
 * @param place the names on the way from the root; {@link #EACH} stands for each item of a list
 * @param expression is true for a good value, which it calls {@code self}
 * @param message what is wrong, for a person
 * @param field names from the value on of the field that is to be mended; empty: the value itself
 */
record CelRule(List<String> place, String expression, String message, List<String> field) {

  static final String EACH = "[]";

  /** A rule that compares a value with the one before it says nothing of a file. */
  private static final String VALUE_BEFORE = "oldSelf";

  /** All rules of a schema that hold for a value by itself, outer ones first. */
  static List<CelRule> in(JsonNode schema) {
    var rules = new ArrayList<CelRule>();
    collect(List.of(), schema, rules);
    return List.copyOf(rules);
  }

  private static void collect(List<String> place, JsonNode schema, List<CelRule> rules) {
    for (var rule : schema.path("x-kubernetes-validations")) {
      if (!rule.path("rule").asText().contains(VALUE_BEFORE)) {
        rules.add(of(place, rule));
      }
    }
    schema
        .path("properties")
        .properties()
        .forEach(e -> collect(longer(place, e.getKey()), e.getValue(), rules));
    if (schema.has("items")) {
      collect(longer(place, EACH), schema.get("items"), rules);
    }
  }

  private static CelRule of(List<String> place, JsonNode rule) {
    var fieldPath = rule.path("fieldPath").asText();
    return new CelRule(
        place,
        rule.get("rule").asText(),
        rule.path("message").asText("does not meet " + rule.get("rule").asText()),
        fieldPath.isEmpty() ? List.of() : List.of(fieldPath.substring(1).split("\\.", -1)));
  }

  private static List<String> longer(List<String> place, String name) {
    var result = new ArrayList<>(place);
    result.add(name);
    return List.copyOf(result);
  }
}
