package io.scaledapp.operator.cli;

import picocli.CommandLine;

/** The program's entry: runs one command and ends with its exit code. */
public final class Main {
  private Main() {}

  /** Exit codes: 0, 1 for an operation that failed, 2 for wrong use. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    var commandLine = new CommandLine(new RootCommand());
    commandLine.registerConverter(HostPort.class, HostPort::parse);
    // A typing error after -f FILE would be read as one more file.
    commandLine.setUnmatchedOptionsAllowedAsOptionParameters(false);
    commandLine.setParameterExceptionHandler(Main::tellWrongUse);
    commandLine.setExecutionExceptionHandler(Main::tellFailure);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    return commandLine;
  }

  private static int tellWrongUse(CommandLine.ParameterException failure, String[] arguments) {
    var command = failure.getCommandLine();
    command.getErr().println("scaledapp: " + WrongUse.explain(failure));
    command.getErr().println("See " + command.getCommandSpec().qualifiedName() + " --help");
    return CommandLine.ExitCode.USAGE;
  }

  /**
   * A failure that a user can mend is one line; anything else is ours, and shows where it arose.
   */
  private static int tellFailure(
      Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
    if (failure instanceof UserException) {
      command.getErr().println("scaledapp: " + failure.getMessage());
    } else {
      failure.printStackTrace(command.getErr());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }
}
