package io.scaledapp.operator.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.ValidatorTypeCode;
import com.networknt.schema.regex.RegularExpression;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks a document against the types, bounds and patterns of the schema. Any thread may use it.
 */
final class SchemaRules {

  /** All that a structural schema says about values. A dialect of its own starts fast. */
  private static final List<ValidatorTypeCode> KEYWORDS =
      List.of(
          ValidatorTypeCode.TYPE,
          ValidatorTypeCode.PROPERTIES,
          ValidatorTypeCode.ADDITIONAL_PROPERTIES,
          ValidatorTypeCode.ITEMS_202012,
          ValidatorTypeCode.REQUIRED,
          ValidatorTypeCode.ENUM,
          ValidatorTypeCode.PATTERN,
          ValidatorTypeCode.MINIMUM,
          ValidatorTypeCode.MAXIMUM,
          ValidatorTypeCode.MIN_LENGTH,
          ValidatorTypeCode.MAX_LENGTH,
          ValidatorTypeCode.MIN_ITEMS,
          ValidatorTypeCode.MAX_ITEMS);

  private static final Set<String> KEYWORD_NAMES =
      KEYWORDS.stream().map(ValidatorTypeCode::getValue).collect(Collectors.toUnmodifiableSet());

  private static final String DIALECT = "https://scaledapp.io/structural-schema";

  private final JsonNode crdSchema;
  private final JsonSchema schema;

  SchemaRules(JsonNode crdSchema) {
    this.crdSchema = crdSchema;
    // The API server matches patterns with RE2 too: linear in the text, whatever it is.
    var config =
        SchemaValidatorsConfig.builder()
            .regularExpressionFactory(SchemaRules::regularExpression)
            .preloadJsonSchema(false)
            .build();
    schema = factory().getSchema(strict(crdSchema), config);
  }

  private static JsonSchemaFactory factory() {
    var dialect =
        JsonMetaSchema.builder(DIALECT)
            .specification(VersionFlag.V202012)
            .idKeyword("$id")
            .keywords(KEYWORDS)
            .build();
    return JsonSchemaFactory.builder().defaultMetaSchemaIri(DIALECT).metaSchema(dialect).build();
  }

  private static RegularExpression regularExpression(String regex) {
    var pattern = Pattern.compile(regex);
    return text -> pattern.matcher(text).find();
  }

  List<Problem> check(Document document) {
    return schema.validate(document.root()).stream().map(m -> problem(document, m)).toList();
  }

  private Problem problem(Document document, ValidationMessage message) {
    var place = path(message.getInstanceLocation());
    var names = Set.of("required", "additionalProperties").contains(message.getType());
    return document.problem(
        names ? place.field(message.getProperty()) : place,
        SchemaWording.of(message, described(place)));
  }

  /** Items of a list have no description: it stands at the list. */
  private JsonNode described(FieldPath place) {
    var item = CrdSchema.at(crdSchema, place);
    return item.has("description") || item.has("properties")
        ? item
        : CrdSchema.at(crdSchema, place.parent());
  }

  private static FieldPath path(JsonNodePath location) {
    var path = FieldPath.ROOT;
    for (int i = 0; i < location.getNameCount(); i++) {
      path =
          location.getElement(i) instanceof Integer index
              ? path.item(index)
              : path.field(location.getName(i));
    }
    return path;
  }

  /**
   * The same schema as JSON Schema, in which an object has no fields but those named. A structural
   * OpenAPI schema means them so too, only that it drops the others where this refuses them, as
   * kubectl does.
   */
  private static ObjectNode strict(JsonNode openApi) {
    var result = ((ObjectNode) openApi).objectNode();
    openApi
        .properties()
        .forEach(
            e -> {
              if (KEYWORD_NAMES.contains(e.getKey())) {
                result.set(e.getKey(), strictKeyword(e.getKey(), e.getValue()));
              }
            });
    if (openApi.path("x-kubernetes-int-or-string").asBoolean()) {
      result.putArray("type").add("integer").add("string");
    }
    if (openApi.path("nullable").asBoolean() && openApi.path("type").isTextual()) {
      result.putArray("type").add(openApi.path("type").asText()).add("null");
    }
    if (result.has("properties") && !openApi.has("x-kubernetes-preserve-unknown-fields")) {
      result.put("additionalProperties", false);
    }
    return result;
  }

  private static JsonNode strictKeyword(String keyword, JsonNode value) {
    return switch (keyword) {
      case "properties" -> {
        var properties = ((ObjectNode) value).objectNode();
        value.properties().forEach(e -> properties.set(e.getKey(), strict(e.getValue())));
        yield properties;
      }
      case "items", "additionalProperties" ->
          value instanceof ObjectNode object ? strict(object) : value;
      default -> value;
    };
  }
}
