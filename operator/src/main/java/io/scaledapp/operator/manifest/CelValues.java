package io.scaledapp.operator.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;

/** JSON values as CEL knows them: its only whole number is 64 bits wide. */
final class CelValues {

  private CelValues() {}

  /** The value must not be null, nor hold one. */
  static Object of(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        var map = new HashMap<String, Object>();
        node.properties().forEach(e -> map.put(e.getKey(), of(e.getValue())));
        yield map;
      }
      case ARRAY -> {
        var list = new ArrayList<Object>();
        node.forEach(item -> list.add(of(item)));
        yield list;
      }
      case NUMBER -> number(node);
      case BOOLEAN -> node.booleanValue();
      default -> node.asText();
    };
  }

  private static Object number(JsonNode node) {
    if (node.canConvertToLong() && node.isIntegralNumber()) {
      return node.longValue();
    }
    return node.doubleValue();
  }
}
