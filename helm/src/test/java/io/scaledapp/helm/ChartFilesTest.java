package io.scaledapp.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Helm is not needed to see these; with Helm, the module e2e renders the chart. */
class ChartFilesTest {

  @Test
  void everyValueHasAMeaning() throws IOException {
    assertThat(ChartValue.read(ValuesTable.VALUES))
        .isNotEmpty()
        .noneMatch(value -> value.meaning().isEmpty());
  }

  @Test
  void readmeHoldsTheTableOfValues() throws IOException {
    assertThat(Files.readString(ValuesTable.README))
        .as("%s is out of date; run: %s", ValuesTable.README, ValuesTable.COMMAND)
        .contains(ValuesTable.BEGIN + ValuesTable.markdown(ValuesTable.VALUES) + ValuesTable.END);
  }

  @Test
  void schemaKnowsEveryValueAndNoOther() throws IOException {
    var schema = new ObjectMapper().readTree(Path.of("scaledapp/values.schema.json").toFile());
    var values = new TreeSet<String>();
    ChartValue.read(ValuesTable.VALUES).forEach(value -> values.add(value.path()));

    var known = new TreeSet<String>();
    addLeaves("", schema, schema, known);

    // Helm itself puts "global" into the values of every chart.
    known.remove("global");
    assertThat(known).isEqualTo(values);
  }

  @Test
  void chartHasTheVersionOfTheProject() throws IOException {
    var chart = new YAMLMapper().readTree(Path.of("scaledapp/Chart.yaml").toFile());
    var project = System.getProperty("scaledapp.version");

    assertThat(chart.path("appVersion").asText()).isEqualTo(project);
    assertThat(chart.path("version").asText()).isEqualTo(project);
  }

  /** A property is entered as far as it refuses what it does not name. */
  private static void addLeaves(String path, JsonNode schema, JsonNode node, Set<String> leaves) {
    var resolved =
        node.has("$ref") ? schema.at(node.get("$ref").asText().substring("#".length())) : node;
    if (resolved.path("additionalProperties").asBoolean(true)) {
      leaves.add(path);
      return;
    }
    var prefix = path.isEmpty() ? "" : path + ".";
    for (var property : resolved.path("properties").properties()) {
      addLeaves(prefix + property.getKey(), schema, property.getValue(), leaves);
    }
  }
}
