package io.scaledapp.operator.cli;

import io.scaledapp.balancer.program.LogFormat;
import io.scaledapp.balancer.program.ProgramLog;
import io.scaledapp.balancer.program.UserException;
import io.scaledapp.operator.leader.LeaseName;
import io.scaledapp.operator.serve.Serve;
import io.scaledapp.operator.serve.ServeOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the operator in a cluster, as the chart starts it. */
@Command(
    name = "operator",
    description = "Runs the operator in a cluster; the Helm chart starts it.",
    hidden = true)
@SuppressWarnings("NullAway.Init") // picocli gives the required ones.
final class OperatorCommand implements Callable<Integer> {

  @Option(
      names = "--namespace",
      required = true,
      description = "Where the operator and its balancers are.")
  private String namespace;

  @Option(names = "--pod", required = true, description = "This operator's own pod.")
  private String pod;

  @Option(names = "--lease", required = true, description = "The Lease that operators contend for.")
  private String lease;

  @Option(
      names = "--control-port",
      defaultValue = "8443",
      description = "Where balancers connect (default: ${DEFAULT-VALUE}).")
  private int controlPort;

  @Option(
      names = "--admin-port",
      defaultValue = "9090",
      description = "Where probes and metrics answer (default: ${DEFAULT-VALUE}).")
  private int adminPort;

  @ArgGroup(multiplicity = "1")
  private ControlCertificateOption certificates;

  @Option(
      names = "--balancer-service-account",
      required = true,
      description = "The ServiceAccount whose tokens are a balancer's.")
  private String balancerServiceAccount;

  @Option(
      names = "--balancer-selector",
      required = true,
      split = ",",
      paramLabel = "LABEL=VALUE",
      description = "Labels of the balancers' pods.")
  private Map<String, String> balancerSelector;

  @Option(
      names = "--watch-namespace",
      paramLabel = "NAMESPACE",
      description = "A namespace whose apps are run. May be repeated; default: all.")
  private Set<String> watched = Set.of();

  @Option(
      names = "--url",
      description = "Where apps are reached from outside, such as https://apps.example.com.")
  private @Nullable URI url;

  @Option(
      names = "--log-format",
      defaultValue = "json",
      description = "json or text (default: ${DEFAULT-VALUE}).")
  private LogFormat logFormat;

  @Override
  public Integer call() throws Exception {
    ProgramLog.configureForCluster(logFormat);
    var serve = new Serve(options());
    var atEnd = Thread.ofPlatform().name("shutdown").unstarted(() -> end(serve));
    Runtime.getRuntime().addShutdownHook(atEnd);
    try {
      serve.start();
    } catch (IOException e) {
      throw new UserException(String.valueOf(e.getMessage()));
    }
    new CountDownLatch(1).await();
    return 0;
  }

  private static void end(Serve serve) {
    serve.close();
    ProgramLog.flush();
  }

  private ServeOptions options() {
    return new ServeOptions(
        namespace,
        pod,
        new LeaseName(namespace, lease),
        watched,
        new InetSocketAddress(adminPort),
        controlPort,
        certificates.options(),
        balancerServiceAccount,
        balancerSelector,
        url);
  }
}
