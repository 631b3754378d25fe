package io.scaledapp.operator.cli;

import io.scaledapp.balancer.program.Program;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that holds the others; alone it is wrong use. */
@Command(
    name = "scaledapp",
    description = "Runs web apps behind a balancer and scales them on their load.",
    versionProvider = RootCommand.Version.class,
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    subcommands = {
      UpCommand.class,
      StatusCommand.class,
      LogsCommand.class,
      ScaleCommand.class,
      ReloadCommand.class,
      RollbackCommand.class,
      HistoryCommand.class,
      DeleteCommand.class,
      ApplyCommand.class,
      ValidateCommand.class,
      OperatorCommand.class,
      SimulateCommand.class,
      ReadyCommand.class,
      ReleaseCommand.class
    })
final class RootCommand implements Runnable {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before run.
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command");
  }

  /** The version of this program. */
  static final class Version extends Program.Version {
    Version() {
      super("scaledapp", Main.class);
    }
  }
}
