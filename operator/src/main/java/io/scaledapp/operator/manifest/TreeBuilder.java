package io.scaledapp.operator.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.scaledapp.operator.manifest.Document.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Turns one YAML document into a JSON tree and notes where each field stands. */
final class TreeBuilder {

  /** Aliases may name a collection again and again: this bounds what they grow to. */
  static final int MAX_NODES = 50_000;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final String file;
  private final List<Problem> problems;
  private final Map<FieldPath, Place> places = new HashMap<>();
  private int nodes;

  TreeBuilder(String file, List<Problem> problems) {
    this.file = file;
    this.problems = problems;
  }

  /** Adds to the problems each key that is there twice; of the two values, the first counts. */
  Document build(Node root) {
    place(FieldPath.ROOT, root);
    return new Document(file, tree(FieldPath.ROOT, root, 0), places);
  }

  private JsonNode tree(FieldPath path, Node node, int depth) {
    if (++nodes > MAX_NODES || depth > BoundedParser.MAX_DEPTH) {
      throw new UnreadableException(
          "is too large once its aliases are followed", node.getStartMark());
    }
    return switch (node) {
      case MappingNode mapping -> object(path, mapping, depth);
      case SequenceNode sequence -> array(path, sequence, depth);
      case ScalarNode scalar -> YamlScalars.value(scalar);
      default -> JSON.nullNode();
    };
  }

  private JsonNode object(FieldPath path, MappingNode mapping, int depth) {
    var object = JSON.objectNode();
    for (var entry : mapping.getValue()) {
      var field = path.field(name(entry.getKeyNode()));
      if (places.containsKey(field)) {
        problems.add(twice(field, entry.getKeyNode()));
      } else {
        place(field, entry.getKeyNode());
        object.set(
            (String) field.segments().getLast(), tree(field, entry.getValueNode(), depth + 1));
      }
    }
    return object;
  }

  private JsonNode array(FieldPath path, SequenceNode sequence, int depth) {
    var array = JSON.arrayNode();
    for (var item : sequence.getValue()) {
      var place = path.item(array.size());
      place(place, item);
      array.add(tree(place, item, depth + 1));
    }
    return array;
  }

  private static String name(Node key) {
    if (key instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw new UnreadableException("a key must be plain text", key.getStartMark());
  }

  private void place(FieldPath path, Node node) {
    node.getStartMark().map(YamlParser::place).ifPresent(place -> places.putIfAbsent(path, place));
  }

  private Problem twice(FieldPath field, Node key) {
    var place = key.getStartMark().map(YamlParser::place).orElse(new Place(1, 1));
    var first = places.getOrDefault(field, place);
    return new Problem(
        file,
        place.line(),
        place.column(),
        field.toString(),
        "is given twice, first in line " + first.line());
  }
}
