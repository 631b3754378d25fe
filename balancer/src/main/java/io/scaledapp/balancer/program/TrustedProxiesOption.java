package io.scaledapp.balancer.program;

import io.scaledapp.balancer.forwarded.TrustedProxies;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that names the proxies in front; shared by the commands that have a balancer. */
public final class TrustedProxiesOption {

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs.
  private CommandSpec command;

  @Option(
      names = "--trusted-proxy",
      paramLabel = "CIDR",
      description =
          "A proxy in front whose X-Forwarded-* and Forwarded are believed, such as 10.0.0.0/8."
              + " May be repeated; none is trusted without it.")
  private List<String> trustedProxies = List.of();

  /** Addresses and CIDR blocks, each of which is one. */
  public List<String> values() {
    try {
      var unused = TrustedProxies.of(trustedProxies);
      return trustedProxies;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--trusted-proxy: " + e.getMessage());
    }
  }
}
