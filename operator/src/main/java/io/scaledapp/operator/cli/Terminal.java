package io.scaledapp.operator.cli;

/** Whether a person looks at the output. */
final class Terminal {
  private Terminal() {}

  static boolean isInteractive() {
    var console = System.console();
    return console != null && console.isTerminal();
  }
}
