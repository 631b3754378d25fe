package io.scaledapp.balancer.configuration;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The text of a configuration file, whose fields know their lines. */
final class YamlFile {
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          // A key without a value, as what is left of fields that were commented out.
          .withCoercionConfigDefaults(
              empty -> empty.setCoercion(CoercionInputShape.EmptyString, CoercionAction.AsNull))
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .addModule(new SimpleModule().addDeserializer(Duration.class, new Durations()))
          .build();

  private final String name;
  private final String text;
  private final Map<String, Integer> lines = new HashMap<>();

  private YamlFile(String name, String text) {
    this.name = name;
    this.text = text;
  }

  /**
   * Reads the fields.
   *
   * @param name of the file, for problems
   * @throws ConfigurationException if it is no YAML, or has a field that is unknown or of another
   *     kind
   */
  static YamlFile parse(String name, String text) throws ConfigurationException {
    var file = new YamlFile(name, text);
    try (var parser = MAPPER.createParser(text)) {
      while (parser.nextToken() != null) {
        file.note(parser);
      }
    } catch (JsonProcessingException e) {
      throw new ConfigurationException(file.at(e.getLocation()) + "is not YAML: " + firstLine(e));
    } catch (IOException e) {
      throw new IllegalStateException("a text in memory cannot be read", e);
    }
    return file;
  }

  private void note(JsonParser parser) {
    var pointer = parser.getParsingContext().pathAsPointer().toString();
    lines.putIfAbsent(pointer, parser.currentTokenLocation().getLineNr());
  }

  /** What it says, not held against any constraint yet. */
  BalancerFields fields() throws ConfigurationException {
    try {
      var fields = lines.isEmpty() ? null : MAPPER.readValue(text, BalancerFields.class);
      return fields == null ? MAPPER.readValue("{}", BalancerFields.class) : fields;
    } catch (JsonMappingException e) {
      throw exception(List.of(new Problem(path(e), Wording.of(e))));
    } catch (JsonProcessingException e) {
      throw new ConfigurationException(at(e.getLocation()) + "is not YAML: " + firstLine(e));
    }
  }

  private static FieldPath path(JsonMappingException failure) {
    var path = FieldPath.ROOT;
    for (var reference : failure.getPath()) {
      path =
          reference.getFieldName() == null
              ? path.item(reference.getIndex())
              : path.field(reference.getFieldName());
    }
    return path;
  }

  /** Tells the problems, each with its place. */
  ConfigurationException exception(List<Problem> problems) {
    return new ConfigurationException(
        problems.stream()
            .map(
                problem -> {
                  var field = problem.path().text();
                  return at(line(problem.path().pointer()))
                      + (field.isEmpty() ? "" : field + ": ")
                      + problem.reason();
                })
            .collect(Collectors.joining("\n")));
  }

  /** Of the field, or of the nearest one around it; 0 if there is none. */
  private int line(String pointer) {
    for (var at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
      var line = lines.get(at);
      if (line != null) {
        return line;
      }
    }
    return 0;
  }

  private String at(JsonLocation location) {
    return at(location == null ? 0 : location.getLineNr());
  }

  private String at(int line) {
    return name + (line > 0 ? ":" + line : "") + ": ";
  }

  private static String firstLine(JsonProcessingException failure) {
    return failure.getOriginalMessage().lines().findFirst().orElse("");
  }
}
