package io.scaledapp.balancer.configuration;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of the configuration file's fields in the README, made from the types. */
public final class ConfigurationTable {

  /** From the folder of the module. */
  static final Path README = Path.of("../README.md");

  static final String COMMAND = "./mvnw -q -pl balancer test-compile exec:java@configuration";
  static final String BEGIN = "<!-- configuration:begin -->\n";
  static final String END = "<!-- configuration:end -->";

  private ConfigurationTable() {}

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
  static String markdown() {
    var lines = new ArrayList<String>();
    lines.add("| Field | Type | Default | Meaning |");
    lines.add("|---|---|---|---|");
    addRows("", BalancerFields.class, lines);
    return String.join("\n", lines) + "\n";
  }

  private static void addRows(String prefix, Class<?> type, List<String> lines) {
    var absent = absent(type);
    for (var component : type.getRecordComponents()) {
      var meaning = requireNonNull(component.getAnnotation(Meaning.class), component.toString());
      var path = prefix + component.getName();
      lines.add(
          "| `%s` | %s | %s | %s |"
              .formatted(path, kind(component), defaultValue(component, absent), meaning.value()));
      var item = item(component);
      if (component.getType().isRecord()) {
        addRows(path + ".", component.getType(), lines);
      } else if (item != null && item.isRecord()) {
        addRows(path + "[].", item, lines);
      }
    }
  }

  /** What the fields are when the file says nothing. */
  private static Record absent(Class<?> type) {
    try {
      var constructor = type.getDeclaredConstructors()[0];
      return (Record) constructor.newInstance(new Object[constructor.getParameterCount()]);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String defaultValue(RecordComponent component, Record absent) {
    if (component.isAnnotationPresent(Required.class)) {
      return "required";
    }
    return switch (Constraints.value(component, absent)) {
      case Duration duration -> "`" + Durations.text(duration) + "`";
      case Double number -> "`" + number + "`";
      case Integer number -> "`" + number + "`";
      case Boolean flag -> "`" + flag + "`";
      case Enum<?> name -> "`" + name + "`";
      case String text -> "`" + text + "`";
      case null, default -> "";
    };
  }

  private static String kind(RecordComponent component) {
    var item = item(component);
    return item == null
        ? kind(component.getType(), component)
        : "list of " + kind(item, component) + "s";
  }

  private static String kind(Class<?> type, RecordComponent component) {
    if (type == Integer.class) {
      var range = requireNonNull(component.getAnnotation(Range.class), component.toString());
      return "integer %d–%d".formatted(range.min(), range.max());
    }
    if (type == Double.class) {
      var range = requireNonNull(component.getAnnotation(Range.class), component.toString());
      return "number %d–%d".formatted(range.min(), range.max());
    }
    if (type == Map.class) {
      return "map of strings";
    }
    if (type == Boolean.class) {
      return "boolean";
    }
    if (type == Duration.class) {
      return "duration";
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(String::valueOf)
          .collect(Collectors.joining(", "));
    }
    return type.isRecord() ? "object" : "string";
  }

  private static @Nullable Class<?> item(RecordComponent component) {
    return component.getType() == List.class
            && component.getGenericType() instanceof ParameterizedType list
        ? (Class<?>) list.getActualTypeArguments()[0]
        : null;
  }
}
