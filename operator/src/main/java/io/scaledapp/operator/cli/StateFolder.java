package io.scaledapp.operator.cli;

import java.nio.file.Path;

/** Where a user's programs keep what must outlive them (XDG Base Directory Specification). */
final class StateFolder {
  private StateFolder() {}

  /** {@code $XDG_STATE_HOME/scaledapp}, by default {@code ~/.local/state/scaledapp}. */
  static Path ofUser() {
    var configured = System.getenv("XDG_STATE_HOME");
    // The specification says that a relative path is to be ignored.
    if (configured != null && Path.of(configured).isAbsolute()) {
      return Path.of(configured, "scaledapp");
    }
    return Path.of(System.getProperty("user.home"), ".local", "state", "scaledapp");
  }
}
