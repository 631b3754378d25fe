package io.scaledapp.operator.platform.local;

import java.util.regex.Pattern;

/** Recognises that a process ended since its port was in use. */
final class PortTaken {
  private static final Pattern WORDS =
      Pattern.compile(
          "EADDRINUSE|address (is )?already in use|address in use|port \\d+ (was|is) already in use",
          Pattern.CASE_INSENSITIVE);

  private PortTaken() {}

  /** Whether a line that a process printed before it failed says so. */
  static boolean isSaid(String line) {
    return WORDS.matcher(line).find();
  }
}
