package io.scaledapp.helm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A value that one may set when one installs the chart.
 *
 * @param path where it stands in {@code values.yaml}, with dots
 * @param defaultValue what stands there, as YAML on one line
 * @param meaning the comment above it that begins with {@code # --}; empty if there is none
 */
record ChartValue(String path, String defaultValue, String meaning) {

  private static final String MARK = "-- ";

  /**
   * All values in the order of the file. A map whose key has a meaning is one value; of another map
   * each entry is.
   */
  static List<ChartValue> read(Path file) throws IOException {
    var values = new ArrayList<ChartValue>();
    try (var reader = Files.newBufferedReader(file)) {
      var settings = LoadSettings.builder().setParseComments(true).build();
      addAll("", (MappingNode) new Compose(settings).composeReader(reader).orElseThrow(), values);
    }
    return values;
  }

  private static void addAll(String prefix, MappingNode map, List<ChartValue> values) {
    for (var entry : map.getValue()) {
      var path = prefix + ((ScalarNode) entry.getKeyNode()).getValue();
      var meaning = meaning(entry);
      if (meaning.isEmpty() && entry.getValueNode() instanceof MappingNode inner) {
        addAll(path + ".", inner, values);
      } else {
        values.add(new ChartValue(path, text(entry.getValueNode()), meaning));
      }
    }
  }

  private static String meaning(NodeTuple entry) {
    var comments = entry.getKeyNode().getBlockComments();
    return comments == null
        ? ""
        : comments.stream()
            .map(comment -> comment.getValue().strip())
            .filter(comment -> comment.startsWith(MARK))
            .map(comment -> comment.substring(MARK.length()))
            .collect(Collectors.joining(" "));
  }

  private static String text(Node node) {
    return switch (node) {
      case MappingNode map ->
          map.getValue().stream()
              .map(entry -> text(entry.getKeyNode()) + ": " + text(entry.getValueNode()))
              .collect(Collectors.joining(", ", "{", "}"));
      case SequenceNode list ->
          list.getValue().stream()
              .map(ChartValue::text)
              .collect(Collectors.joining(", ", "[", "]"));
      case ScalarNode scalar when scalar.isPlain() -> scalar.getValue();
      case ScalarNode quoted -> '"' + quoted.getValue() + '"';
      default -> throw new IllegalArgumentException("cannot show " + node);
    };
  }
}
