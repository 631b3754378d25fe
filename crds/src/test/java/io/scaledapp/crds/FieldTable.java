package io.scaledapp.crds;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The table of a ScaledApp's fields in the README, made from the CRD. */
public final class FieldTable {

  /** From the folder of the module. */
  static final Path README = Path.of("../README.md");

  static final String COMMAND = "./mvnw -q -pl crds test-compile exec:java@fields";
  static final String BEGIN = "<!-- fields:begin -->\n";
  static final String END = "<!-- fields:end -->";

  /** In the order in which a person writes them; the pod template is described by Kubernetes. */
  private static final List<String> PARTS =
      List.of(
          "template",
          "targetRef",
          "endpoints",
          "port",
          "replicas",
          "suspend",
          "scaling",
          "routing",
          "rollout",
          "jobs",
          "recycle",
          "startup",
          "local");

  private static final Set<String> NOT_ENTERED = Set.of("template");

  private FieldTable() {}

  /** Writes the table into the README. The one argument is the folder of the module. */
  public static void main(String[] arguments) throws IOException {
    var readme = Path.of(arguments[0]).resolve(README);
    var text = Files.readString(readme);
    Files.writeString(
        readme,
        text.substring(0, text.indexOf(BEGIN) + BEGIN.length())
            + markdown()
            + text.substring(text.indexOf(END)));
  }

  /** The table, each line ended. */
  static String markdown() throws IOException {
    var spec = CrdFile.schema(CrdFile.tree()).at("/properties/spec/properties");
    var lines = new ArrayList<String>();
    lines.add("| Field of `spec` | Type | Default | Meaning |");
    lines.add("|---|---|---|---|");
    var untold = new HashSet<String>();
    spec.fieldNames().forEachRemaining(untold::add);
    PARTS.forEach(untold::remove);
    if (!untold.isEmpty()) {
      throw new IllegalStateException("PARTS gives no place to " + untold);
    }
    for (var part : PARTS) {
      addRows(part, spec.get(part), false, lines);
    }
    return String.join("\n", lines) + "\n";
  }

  private static void addRows(String path, JsonNode field, boolean isRequired, List<String> lines) {
    var absent = isRequired ? "required" : defaultValue(field);
    lines.add(
        "| `%s` | %s | %s | %s |"
            .formatted(path, type(field), absent, field.path("description").asText()));
    if (!NOT_ENTERED.contains(path)) {
      addFields(path, field, lines);
      addFields(path + "[]", field.path("items"), lines);
    }
  }

  private static void addFields(String path, JsonNode object, List<String> lines) {
    var required = new HashSet<String>();
    object.path("required").forEach(name -> required.add(name.asText()));
    object
        .path("properties")
        .properties()
        .forEach(
            e ->
                addRows(
                    path + "." + e.getKey(), e.getValue(), required.contains(e.getKey()), lines));
  }

  private static String type(JsonNode field) {
    if (field.has("enum")) {
      return StreamSupport.stream(field.get("enum").spliterator(), false)
          .map(JsonNode::asText)
          .collect(Collectors.joining(", "));
    }
    return switch (field.path("type").asText()) {
      case "array" -> "list of " + plural(field.get("items"));
      case "integer" -> "integer" + range(field);
      case "number" -> "number" + range(field);
      default -> isDuration(field) ? "duration" : field.path("type").asText();
    };
  }

  private static String plural(JsonNode field) {
    return field.has("enum") ? type(field) : type(field) + "s";
  }

  private static boolean isDuration(JsonNode field) {
    return field.path("pattern").asText().contains("ms|s|m|h");
  }

  private static String range(JsonNode field) {
    if (!field.has("minimum")) {
      return "";
    }
    return field.has("maximum")
        ? " " + field.get("minimum") + "–" + field.get("maximum")
        : " from " + field.get("minimum");
  }

  private static String defaultValue(JsonNode field) {
    var value = field.path("default");
    return value.isMissingNode() ? "" : "`" + (value.isTextual() ? value.asText() : value) + "`";
  }
}
