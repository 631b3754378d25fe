package io.scaledapp.operator.cli;

import io.scaledapp.balancer.program.HostPort;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that says where the admin API listens; shared by the commands. */
final class AdminOption {

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs.
  private CommandSpec command;

  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:9090",
      description = "Where the admin API of `up` listens, on loopback (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // picocli gives it its default.
  private HostPort address;

  /** The address, which is loopback. */
  HostPort address() {
    if (!address.resolve().getAddress().isLoopbackAddress()) {
      throw new ParameterException(
          command.commandLine(),
          "--admin " + address + " is not on loopback; name 127.0.0.1, [::1] or localhost");
    }
    return address;
  }

  AdminClient client() {
    return AdminClient.of(address(), StateFolder.ofUser());
  }
}
