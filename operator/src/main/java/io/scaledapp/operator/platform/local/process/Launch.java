package io.scaledapp.operator.platform.local.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process to be started.
 *
 * @param place the field that the command comes from, for messages
 * @param command the program and its arguments, at least one word
 * @param environment what is added to this process's own environment, or replaces parts of it
 * @param folder the working folder
 */
public record Launch(
    String place, List<String> command, Map<String, String> environment, Path folder) {

  public Launch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
