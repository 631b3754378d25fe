package io.scaledapp.operator.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class SchemaDefaultsTest {

  private static final String SCHEMA =
      """
      {"properties": {
        "size": {"default": 3},
        "note": {"nullable": true},
        "parts": {"items": {"properties": {"weight": {"default": 1}}}},
        "colors": {"additionalProperties": {"properties": {"deep": {"default": true}}}},
        "options": {"properties": {"mode": {"default": "fast"}}}
      }}
      """;

  @Test
  void absentFieldGetsItsDefault() throws JsonProcessingException {
    assertThat(defaulted("{}")).isEqualTo(json("{\"size\": 3}"));
  }

  @Test
  void nullFieldGetsItsDefault() throws JsonProcessingException {
    assertThat(defaulted("{\"size\": null}")).isEqualTo(json("{\"size\": 3}"));
  }

  @Test
  void fieldThatMayBeNullStaysNull() throws JsonProcessingException {
    assertThat(defaulted("{\"size\": 1, \"note\": null}"))
        .isEqualTo(json("{\"size\": 1, \"note\": null}"));
  }

  @Test
  void objectThatIsAbsentIsNotMadeForItsDefaults() throws JsonProcessingException {
    assertThat(defaulted("{}").has("options")).isFalse();
    assertThat(defaulted("{\"options\": {}}").at("/options/mode").asText()).isEqualTo("fast");
  }

  @Test
  void itemsOfListsAndMapsGetTheirDefaults() throws JsonProcessingException {
    var value = defaulted("{\"parts\": [{}], \"colors\": {\"red\": {}}}");

    assertThat(value.at("/parts/0/weight").asInt()).isEqualTo(1);
    assertThat(value.at("/colors/red/deep").asBoolean()).isTrue();
  }

  private static JsonNode defaulted(String value) throws JsonProcessingException {
    var node = json(value);
    SchemaDefaults.apply(json(SCHEMA), node);
    return node;
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text);
  }
}
