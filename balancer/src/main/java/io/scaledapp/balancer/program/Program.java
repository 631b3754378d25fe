package io.scaledapp.balancer.program;

import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** How each of our programs reads its command line, and tells that it has failed. */
public final class Program {
  private Program() {}

  /** Exits with 0, 1 for an operation that failed, or 2 for wrong use. */
  public static CommandLine of(Object command) {
    var commandLine = new CommandLine(command);
    commandLine.registerConverter(HostPort.class, HostPort::parse);
    // A typing error after an option with many values would be read as one more of them.
    commandLine.setUnmatchedOptionsAllowedAsOptionParameters(false);
    commandLine.setParameterExceptionHandler(Program::tellWrongUse);
    commandLine.setExecutionExceptionHandler(Program::tellFailure);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    return commandLine;
  }

  private static int tellWrongUse(ParameterException failure, String[] arguments) {
    var command = failure.getCommandLine();
    command.getErr().println(name(command) + ": " + WrongUse.explain(failure));
    command.getErr().println("See " + command.getCommandSpec().qualifiedName() + " --help");
    return CommandLine.ExitCode.USAGE;
  }

  /**
   * A failure that a user can mend is one line; anything else is ours, and shows where it arose.
   */
  private static int tellFailure(Exception failure, CommandLine command, ParseResult arguments) {
    if (failure instanceof UserException) {
      command.getErr().println(name(command) + ": " + failure.getMessage());
    } else {
      failure.printStackTrace(command.getErr());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().root().name();
  }

  /** The version that the build wrote into the jar of the class that a subclass names. */
  public abstract static class Version implements IVersionProvider {
    private final String program;
    private final Class<?> main;

    protected Version(String program, Class<?> main) {
      this.program = program;
      this.main = main;
    }

    @Override
    public String[] getVersion() {
      var version = main.getPackage().getImplementationVersion();
      return new String[] {program + " " + (version == null ? "(not from a jar)" : version)};
    }
  }
}
