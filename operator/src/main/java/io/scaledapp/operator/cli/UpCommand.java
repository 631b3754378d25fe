package io.scaledapp.operator.cli;

import io.scaledapp.balancer.BalancerOptions;
import io.scaledapp.balancer.ListenerOptions;
import io.scaledapp.balancer.configuration.ConfigurationFile;
import io.scaledapp.balancer.program.HostPort;
import io.scaledapp.balancer.program.ProgramLog;
import io.scaledapp.balancer.program.TrustedProxiesOption;
import io.scaledapp.balancer.program.UserException;
import io.scaledapp.balancer.tls.TlsOptions;
import io.scaledapp.operator.up.StartException;
import io.scaledapp.operator.up.Up;
import io.scaledapp.operator.up.UpOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the apps of files until it is told to end. */
@Command(
    name = "up",
    description = "Runs the apps behind the balancer and follows changes to their files.",
    footer = {
      "It ends on Ctrl-C or SIGTERM, when requests in flight are answered, with exit code 0.",
      "A second one ends it at once, with exit code 130 (Ctrl-C) or 143 (SIGTERM)."
    })
final class UpCommand implements Callable<Integer> {

  /** With the fields of the balancer's configuration file that say the same. */
  private static final Map<String, String> FLAGS =
      Map.of("--listen", "listeners", "--tls", "listeners", "--trusted-proxy", "trustedProxies");

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs.
  private CommandSpec command;

  @Mixin private final FilesOption files = new FilesOption();
  @Mixin private final AdminOption admin = new AdminOption();

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:8080",
      description = "Where the balancer listens (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // picocli gives it its default.
  private HostPort listen;

  @Mixin private final TrustedProxiesOption trustedProxies = new TrustedProxiesOption();

  @Option(
      names = "--tls",
      description =
          "Speaks TLS, with a certificate of its own for localhost and the apps' hosts. Clients are"
              + " to trust tls/ca.crt of the state folder, which is made anew by each run.")
  private boolean tls;

  @Option(
      names = "--balancer-config",
      paramLabel = "FILE",
      description =
          "The balancer's configuration file, as on a cluster: listeners with TLS, limits, access"
              + " log and more, in YAML. It is followed, too.")
  private @Nullable Path balancerConfig;

  @Option(names = "--show-logs", description = "Shows the output of the replicas, too.")
  private boolean showLogs;

  @Option(
      names = {"-v", "--verbose"},
      description = "Says more about what the program itself does.")
  private boolean verbose;

  @Override
  public Integer call() throws Exception {
    ProgramLog.configure(verbose);
    var up = new Up(options(), System.out);
    var atEnd = Thread.ofPlatform().name("shutdown").unstarted(() -> end(up));
    Runtime.getRuntime().addShutdownHook(atEnd);
    try {
      up.start();
    } catch (Exception e) {
      up.close();
      ProgramLog.flush();
      Runtime.getRuntime().removeShutdownHook(atEnd);
      throw e instanceof StartException ? new UserException(String.valueOf(e.getMessage())) : e;
    }
    new CountDownLatch(1).await();
    return 0;
  }

  /** A signal ended the program, which is how it is meant to end: it has not failed. */
  private static void end(Up up) {
    var again = SecondSignal.watch(up::hurry);
    up.close();
    ProgramLog.flush();
    Runtime.getRuntime().halt(again.exitCode());
  }

  private UpOptions options() {
    var balancer = balancer();
    return new UpOptions(
        files.files(),
        balancer,
        Optional.ofNullable(balancerConfig)
            .map(path -> new ConfigurationFile(path, balancer, flagsOfFields())),
        tls,
        admin.address().resolve(),
        StateFolder.ofUser(),
        showLogs);
  }

  private BalancerOptions balancer() {
    var address = listen.resolve();
    var host = address.getAddress().getHostAddress();
    var options =
        BalancerOptions.DEFAULT
            .withAddress(host, address.getPort())
            .withTrustedProxies(trustedProxies.values());
    var certificate = TlsOptions.of(UpOptions.certificateFolder(StateFolder.ofUser()));
    return tls
        ? options.withListeners(
            List.of(ListenerOptions.secure("https", host, address.getPort(), certificate)))
        : options;
  }

  /** The fields of the file that the command line says already. */
  private Map<String, String> flagsOfFields() {
    var given = command.commandLine().getParseResult();
    return FLAGS.entrySet().stream()
        .filter(entry -> given.hasMatchedOption(entry.getKey()))
        .collect(
            Collectors.toMap(
                Map.Entry::getValue, Map.Entry::getKey, (one, other) -> one + " or " + other));
  }
}
