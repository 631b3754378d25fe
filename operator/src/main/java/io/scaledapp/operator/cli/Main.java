package io.scaledapp.operator.cli;

import io.scaledapp.balancer.program.Program;
import picocli.CommandLine;

/** The program's entry: runs one command and ends with its exit code. */
public final class Main {
  private Main() {}

  /** Exit codes: 0, 1 for an operation that failed, 2 for wrong use. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return Program.of(new RootCommand());
  }
}
