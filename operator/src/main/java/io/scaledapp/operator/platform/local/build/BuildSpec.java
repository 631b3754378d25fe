package io.scaledapp.operator.platform.local.build;

import java.nio.file.Path;
import java.util.List;

/**
 * An app's build.
 *
 * @param app bare name
 * @param folder where the command runs, absolute
 * @param command the program and its arguments
 * @param inputs globs relative to the folder, of the files that the build depends on; when empty it
 *     runs every time
 */
public record BuildSpec(String app, Path folder, List<String> command, List<String> inputs) {

  public BuildSpec {
    command = List.copyOf(command);
    inputs = List.copyOf(inputs);
  }
}
