package io.scaledapp.operator.cli;

import picocli.CommandLine.Model.UsageMessageSpec;

/** Whether a person looks at the output. */
final class Terminal {
  private Terminal() {}

  static boolean isInteractive() {
    var console = System.console();
    return console != null && console.isTerminal();
  }

  /** Characters in a line; 80 when it cannot be found out. */
  static int width() {
    return new UsageMessageSpec().autoWidth(true).width();
  }
}
