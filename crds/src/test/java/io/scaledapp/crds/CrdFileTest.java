package io.scaledapp.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrdFileTest {

  @Test
  void fileHoldsWhatTheTypesGive() throws IOException {
    assertThat(Files.readString(CrdFile.PATH))
        .as("%s is out of date; run: %s", CrdFile.PATH, CrdFile.COMMAND)
        .isEqualTo(CrdFile.text());
  }

  @Test
  void schemaFileHoldsWhatTheTypesGive() throws IOException {
    assertThat(Files.readString(CrdFile.SCHEMA_PATH))
        .as("%s is out of date; run: %s", CrdFile.SCHEMA_PATH, CrdFile.COMMAND)
        .isEqualTo(CrdFile.schemaText());
  }

  @Test
  void chartHoldsTheSameCrd() throws IOException {
    assertThat(CrdFile.CHART_PATH)
        .as("%s is out of date; run: %s", CrdFile.CHART_PATH, CrdFile.COMMAND)
        .hasSameBinaryContentAs(CrdFile.PATH);
  }

  @Test
  void ruleIsWrittenOnce() throws IOException {
    var rules = CrdFile.schema(CrdFile.tree()).at("/properties/spec/x-kubernetes-validations");

    assertThat(rules).isNotEmpty().doesNotHaveDuplicates();
  }

  @Test
  void columnsStandInTheOrderOfTheAnnotations() throws IOException {
    var columns = CrdFile.tree().at("/spec/versions/0/additionalPrinterColumns");

    assertThat(columns.findValuesAsText("name"))
        .containsExactly("READY", "DESIRED", "LOAD", "CONNECTIONS", "URL", "AGE", "REASON");
  }

  @Test
  void scaleSubresourceIsThere() throws IOException {
    var scale = CrdFile.tree().at("/spec/versions/0/subresources/scale");

    assertThat(scale.path("specReplicasPath").asText()).isEqualTo(".spec.replicas");
    assertThat(scale.path("statusReplicasPath").asText()).isEqualTo(".status.replicas");
    assertThat(scale.path("labelSelectorPath").asText()).isEqualTo(".status.selector");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          '',                                                  containers
          /properties/containers/items,                        name
          /properties/containers/items/properties/env/items,   name
          /properties/containers/items/properties/ports/items, containerPort
          /properties/containers/items/properties/readinessProbe/properties/httpGet, port
          /properties/volumes/items,                           name
          """)
  void partOfThePodTemplateRequiresAField(String part, String field) throws IOException {
    var pod =
        CrdFile.schema(CrdFile.tree()).at("/properties/spec/properties/template/properties/spec");

    assertThat(pod.at(part).path("required")).extracting(JsonNode::asText).contains(field);
  }

  @Test
  void whatIsRequiredIsAField() throws IOException {
    assertRequiredAreFields(CrdFile.schema(CrdFile.tree()));
  }

  private static void assertRequiredAreFields(JsonNode node) {
    if (node.has("required") && node.get("required").isArray()) {
      assertThat(node.get("required"))
          .allSatisfy(name -> assertThat(node.path("properties").has(name.asText())).isTrue());
    }
    node.forEach(CrdFileTest::assertRequiredAreFields);
  }
}
