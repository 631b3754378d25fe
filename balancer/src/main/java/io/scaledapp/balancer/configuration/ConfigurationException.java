package io.scaledapp.balancer.configuration;

import java.io.IOException;

/** A configuration file that cannot be used: a line for each problem, with file, line and field. */
public final class ConfigurationException extends IOException {
  private static final long serialVersionUID = 1L;

  ConfigurationException(String problems) {
    super(problems);
  }
}
