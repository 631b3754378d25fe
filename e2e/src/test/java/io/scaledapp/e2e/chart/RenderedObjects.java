package io.scaledapp.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The chart's objects as trees, for questions about what they say. */
record RenderedObjects(List<JsonNode> objects) {

  static final Path FOLDERS = Path.of("src/test/resources/chart");

  private static final Path NO_VALUES = Path.of("/dev/null");

  /** Renders the chart with its defaults, but for what the options set. */
  static RenderedObjects with(String... options) throws IOException {
    return render(NO_VALUES, options);
  }

  /** Renders the chart with the values of a folder in {@code chart}. */
  static RenderedObjects of(String folder) throws IOException {
    return render(FOLDERS.resolve(folder).resolve("values.yaml"));
  }

  private static RenderedObjects render(Path values, String... options) throws IOException {
    var result = Helm.three().template(values, options);
    assertThat(result.exitCode()).as(result.errors()).isZero();
    try (var documents =
        new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(result.output())) {
      return new RenderedObjects(new ArrayList<>(documents.readAll()));
    }
  }

  Stream<JsonNode> ofKind(String kind) {
    return objects.stream().filter(object -> object.path("kind").asText().equals(kind));
  }

  /** The one object of this kind and name. */
  JsonNode one(String kind, String name) {
    var found = ofKind(kind).filter(o -> o.at("/metadata/name").asText().equals(name)).toList();
    assertThat(found).as(kind + " " + name).hasSize(1);
    return found.getFirst();
  }
}
