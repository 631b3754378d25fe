package io.scaledapp.operator.platform.local;

import java.util.regex.Pattern;

/** Recognises that a process ended since its port was in use. */
final class PortTaken {
  private static final Pattern WORDS =
      Pattern.compile(
          "EADDRINUSE|address (is )?already in use|address in use|port \\d+ (was|is) already in use",
          Pattern.CASE_INSENSITIVE);

  private PortTaken() {}

  /** Whether the process's last words, with which it failed to start, say so. */
  static boolean is(String lastWords) {
    return WORDS.matcher(lastWords).find();
  }
}
