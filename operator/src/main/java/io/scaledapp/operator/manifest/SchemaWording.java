package io.scaledapp.operator.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ValidationMessage;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Says in words what a document does that its schema does not allow. */
final class SchemaWording {

  private static final int LONGEST_QUOTE = 60;

  private SchemaWording() {}

  /**
   * @param schema of the value that {@code message} is about
   */
  static String of(ValidationMessage message, JsonNode schema) {
    var value = message.getInstanceNode();
    var bound = message.getSchemaNode();
    return switch (message.getType()) {
      case "required" -> "is required";
      case "additionalProperties" ->
          Suggestion.unknownField(message.getProperty(), schema.path("properties"));
      case "type" -> "must be " + types(bound) + ", is " + kind(value) + quotesHint(bound, value);
      case "enum" -> "must be one of " + list(bound) + ", is " + quote(value);
      case "minimum" -> "must be at least " + bound + ", is " + value;
      case "maximum" -> "must be at most " + bound + ", is " + value;
      case "minLength" ->
          value.asText().isEmpty()
              ? "must not be empty"
              : "must have at least " + bound + " characters";
      case "maxLength" ->
          "must have at most " + bound + " characters, has " + value.asText().length();
      case "minItems" -> "must have at least " + count(bound) + ", has " + value.size();
      case "maxItems" -> "must have at most " + count(bound) + ", has " + value.size();
      case "pattern" ->
          PatternWording.of(bound.asText())
              .map(words -> words + ", is " + quote(value))
              .orElseGet(() -> mismatch(value, bound, schema));
      default -> message.getMessage();
    };
  }

  private static String quotesHint(JsonNode type, JsonNode value) {
    var isPlain = value.isBoolean() || value.isNumber();
    if (isPlain && type.asText().equals("string")) {
      return "; put it in quotes";
    }
    var isQuotedNumber = value.isTextual() && value.asText().matches("[0-9]{1,18}");
    return isQuotedNumber && type.asText().equals("integer") ? "; take the quotes away" : "";
  }

  private static String count(JsonNode bound) {
    return bound.asInt() == 1 ? "1 item" : bound + " items";
  }

  private static String mismatch(JsonNode value, JsonNode pattern, JsonNode schema) {
    return quote(value) + " does not match " + pattern.asText() + description(schema);
  }

  private static String description(JsonNode schema) {
    var text = schema.path("description").asText();
    return text.isEmpty() ? "" : ". The field: " + text;
  }

  private static String types(JsonNode type) {
    return type.isTextual() ? withArticle(type.asText()) : "an integer or a string";
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      case BOOLEAN -> "the boolean " + value;
      case NUMBER -> "the number " + value;
      case NULL -> "empty";
      default -> quote(value);
    };
  }

  private static String withArticle(String type) {
    return switch (type) {
      case "array" -> "a list";
      case "integer" -> "a whole number";
      case "object" -> "an object";
      case "boolean" -> "true or false";
      default -> "a " + type;
    };
  }

  private static String list(JsonNode values) {
    return StreamSupport.stream(values.spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.joining(", "));
  }

  private static String quote(JsonNode value) {
    var text = value.isTextual() ? value.asText() : value.toString();
    return '"'
        + (text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text)
        + '"';
  }
}
