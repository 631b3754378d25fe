package io.scaledapp.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(HelmCondition.class)
class RenderedCrdIT {

  private static final String FILE = "/io/scaledapp/crds/scaledapps.scaledapp.io.yaml";

  @Test
  void crdIsTheOneOfTheProjectAndStaysWhenTheChartGoes() throws IOException {
    var crd = RenderedObjects.with().one("CustomResourceDefinition", "scaledapps.scaledapp.io");

    assertThat(crd.path("spec")).isEqualTo(original().path("spec"));
    assertThat(crd.at("/metadata/annotations/helm.sh~1resource-policy").asText()).isEqualTo("keep");
  }

  @Test
  void crdIsLeftOutOnRequest() throws IOException {
    var objects = RenderedObjects.with("--set", "crds.install=false");

    assertThat(objects.ofKind("CustomResourceDefinition")).isEmpty();
    assertThat(objects.objects()).isNotEmpty();
  }

  private static JsonNode original() throws IOException {
    try (var file = RenderedCrdIT.class.getResourceAsStream(FILE)) {
      return new YAMLMapper().readTree(file);
    }
  }
}
