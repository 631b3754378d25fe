package io.scaledapp.balancer.socket;

import io.scaledapp.balancer.program.LogFormat;
import io.scaledapp.balancer.program.Program;
import io.scaledapp.balancer.program.ProgramLog;
import io.scaledapp.balancer.program.Seconds;
import io.scaledapp.balancer.program.UntilSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a socket store until it is told to end. */
@Command(
    name = "scaledapp-sockets",
    description =
        "Holds the sockets of a balancer while that is restarted; the Helm chart starts it.",
    footer = "It ends on SIGTERM, with exit code 0.",
    versionProvider = SocketStoreCommand.Version.class,
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what is required or has a default.
public final class SocketStoreCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "FOLDER",
      description = "Where the balancer finds it: what its --socket-store says.")
  private Path folder;

  @Option(
      names = "--hold",
      paramLabel = "DURATION",
      defaultValue = "30s",
      converter = Seconds.class,
      description =
          "How long connections wait for a balancer; then they are refused (default:"
              + " ${DEFAULT-VALUE}).")
  private Duration hold;

  @Option(
      names = "--log-format",
      defaultValue = "json",
      description = "json or text (default: ${DEFAULT-VALUE}).")
  private LogFormat logFormat;

  @Override
  public Integer call() throws InterruptedException {
    ProgramLog.configureForCluster(logFormat);
    return UntilSignal.run(() -> SocketStore.open(folder, hold)::close);
  }

  /** The version of this program. */
  static final class Version extends Program.Version {
    Version() {
      super("scaledapp-sockets", SocketStoreCommand.class);
    }
  }
}
