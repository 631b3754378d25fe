package io.scaledapp.crds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

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

  @Test
  void containersAndTheirPartsNeedNames() throws IOException {
    var pod =
        CrdFile.schema(CrdFile.tree()).at("/properties/spec/properties/template/properties/spec");

    assertThat(pod.path("required").toString()).contains("containers");
    assertThat(pod.at("/properties/containers/items/required").toString()).contains("name");
    assertThat(pod.at("/properties/containers/items/properties/env/items/required").toString())
        .contains("name");
  }
}
