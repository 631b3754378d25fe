package io.scaledapp.operator.cli;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.scaledapp.balancer.program.LogFormat;
import io.scaledapp.balancer.program.ProgramLog;
import io.scaledapp.balancer.program.UserException;
import io.scaledapp.operator.serve.Release;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes leave of a cluster, as the chart does when it is uninstalled. */
@Command(
    name = "release",
    description = "Lets ScaledApps be deleted without an operator; the Helm chart starts it.",
    hidden = true)
final class ReleaseCommand implements Callable<Integer> {

  @Option(
      names = "--watch-namespace",
      paramLabel = "NAMESPACE",
      description = "A namespace whose apps are released. May be repeated; default: all.")
  private Set<String> watched = Set.of();

  @Option(
      names = "--log-format",
      defaultValue = "json",
      description = "json or text (default: ${DEFAULT-VALUE}).")
  private LogFormat logFormat = LogFormat.JSON;

  @Override
  public Integer call() {
    ProgramLog.configureForCluster(logFormat);
    try {
      Release.all(watched);
      return 0;
    } catch (KubernetesClientException e) {
      throw new UserException("cannot release the ScaledApps: " + e.getMessage());
    } finally {
      ProgramLog.flush();
    }
  }
}
