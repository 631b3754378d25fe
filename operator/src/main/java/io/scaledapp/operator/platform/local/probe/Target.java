package io.scaledapp.operator.platform.local.probe;

import java.nio.file.Path;
import java.util.Map;

/**
 * The process that is probed.
 *
 * @param host where it answers
 * @param port its own port
 * @param folder its working folder
 * @param environment what was added to its environment
 */
public record Target(String host, int port, Path folder, Map<String, String> environment) {

  public Target {
    environment = Map.copyOf(environment);
  }
}
