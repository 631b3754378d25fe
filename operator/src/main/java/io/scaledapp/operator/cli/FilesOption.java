package io.scaledapp.operator.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that names the files; shared by the commands that read ScaledApps. */
final class FilesOption {

  @Option(
      names = {"-f", "--filename"},
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "YAML or JSON with ScaledApps.")
  private List<Path> files = new ArrayList<>();

  List<Path> files() {
    return List.copyOf(files);
  }
}
