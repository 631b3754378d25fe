package io.scaledapp.helm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The table of the chart's values in its README, made from {@code values.yaml}. */
public final class ValuesTable {

  static final Path VALUES = Path.of("scaledapp/values.yaml");
  static final Path README = Path.of("scaledapp/README.md");
  static final String COMMAND = "./mvnw -q -pl helm test-compile exec:java@values";
  static final String BEGIN = "<!-- values:begin -->\n";
  static final String END = "<!-- values:end -->";

  private ValuesTable() {}

  /** Writes the table into the README. The one argument is the folder of the module. */
  public static void main(String[] arguments) throws IOException {
    var module = Path.of(arguments[0]);
    var readme = module.resolve(README);
    var text = Files.readString(readme);
    Files.writeString(
        readme,
        text.substring(0, text.indexOf(BEGIN) + BEGIN.length())
            + markdown(module.resolve(VALUES))
            + text.substring(text.indexOf(END)));
  }

  /** The table, each line ended. */
  static String markdown(Path values) throws IOException {
    return ChartValue.read(values).stream()
        .map(v -> "| `%s` | `%s` | %s |\n".formatted(v.path(), v.defaultValue(), v.meaning()))
        .collect(Collectors.joining("", "| Value | Default | Meaning |\n|---|---|---|\n", ""));
  }
}
