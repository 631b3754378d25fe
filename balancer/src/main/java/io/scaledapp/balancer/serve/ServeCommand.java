package io.scaledapp.balancer.serve;

import io.scaledapp.balancer.BalancerOptions;
import io.scaledapp.balancer.configuration.ConfigurationFile;
import io.scaledapp.balancer.control.Zone;
import io.scaledapp.balancer.control.client.ControlClientOptions;
import io.scaledapp.balancer.program.HostPort;
import io.scaledapp.balancer.program.LogFormat;
import io.scaledapp.balancer.program.Program;
import io.scaledapp.balancer.program.ProgramLog;
import io.scaledapp.balancer.program.Seconds;
import io.scaledapp.balancer.program.TrustedProxiesOption;
import io.scaledapp.balancer.program.UntilSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the balancer until it is told to end. */
@Command(
    name = "scaledapp-balancer",
    description = "Runs a balancer of a cluster; the Helm chart starts it.",
    footer = "It ends on SIGTERM, when requests in flight are answered, with exit code 0.",
    versionProvider = ServeCommand.Version.class,
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what is required or has a default.
public final class ServeCommand implements Callable<Integer> {

  /** By the fields of the configuration file that say the same. */
  private static final Map<String, String> FLAGS =
      Map.of(
          "listeners", "--listen",
          "trustedProxies", "--trusted-proxy",
          "limits.maxConnections", "--max-connections");

  @Spec private CommandSpec command;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Listeners with TLS and the PROXY protocol, limits and time-outs, in YAML. It is followed:"
              + " what changes in it is in force within seconds, and touches no open connection.")
  private @Nullable Path config;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "0.0.0.0:8080",
      description = "Where clients connect (default: ${DEFAULT-VALUE}).")
  private HostPort listen;

  @Option(
      names = "--socket-store",
      paramLabel = "FOLDER",
      description =
          "Where scaledapp-sockets holds the sockets that clients connect to, so that they outlive"
              + " a balancer that is killed. Without it they end with the balancer.")
  private @Nullable Path socketStore;

  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      defaultValue = "0.0.0.0:9091",
      description = "Where probes and metrics answer (default: ${DEFAULT-VALUE}).")
  private HostPort admin;

  @Option(
      names = "--operator",
      paramLabel = "HOST:PORT",
      required = true,
      description = "The DNS name that has one address an operator, and their control port.")
  private HostPort operator;

  @Option(
      names = "--operator-ca",
      paramLabel = "FILE",
      required = true,
      description = "PEM file of the authorities that may have signed the operators' certificate.")
  private Path operatorAuthorities;

  @Option(
      names = "--operator-token",
      paramLabel = "FILE",
      required = true,
      description = "The ServiceAccount token that proves to operators who the balancer is.")
  private Path operatorToken;

  @Option(names = "--pod", required = true, description = "The balancer's own pod.")
  private String pod;

  @Option(names = "--pod-uid", required = true, description = "The uid of that pod.")
  private String podUid;

  @Option(
      names = "--zone",
      defaultValue = "",
      description = "Where it runs, so that apps can prefer what is near (default: not known).")
  private String zone;

  @Mixin private final TrustedProxiesOption trustedProxies = new TrustedProxiesOption();

  @Option(
      names = "--event-loops",
      paramLabel = "N",
      description = "Threads that do the work (default: one a processor).")
  private int eventLoops = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      description = "Client connections open at once; one more gets 503 (default: 10000).")
  private int maxConnections = BalancerOptions.DEFAULT.maxConnections();

  @Option(
      names = "--leave-after",
      paramLabel = "DURATION",
      defaultValue = "60s",
      converter = Seconds.class,
      description =
          "How long it takes connections after SIGTERM at most, until an operator says that nobody"
              + " is sent to it (default: ${DEFAULT-VALUE}).")
  private Duration leaveAfter;

  @Option(
      names = "--drain-timeout",
      paramLabel = "DURATION",
      defaultValue = "30s",
      converter = Seconds.class,
      description = "How long requests in flight may take after that (default: ${DEFAULT-VALUE}).")
  private Duration drainTimeout;

  @Option(
      names = "--log-format",
      defaultValue = "json",
      description = "json or text (default: ${DEFAULT-VALUE}).")
  private LogFormat logFormat;

  @Override
  public Integer call() throws InterruptedException {
    ProgramLog.configureForCluster(logFormat);
    followDns();
    return UntilSignal.run(() -> Serve.start(options())::close);
  }

  /** Operators come and go with their addresses; the JVM keeps one for 30 s by default. */
  private static void followDns() {
    Security.setProperty("networkaddress.cache.ttl", "1");
    Security.setProperty("networkaddress.cache.negative.ttl", "1");
  }

  private ServeOptions options() throws IOException {
    var flags = balancer();
    var file =
        Optional.ofNullable(config)
            .map(path -> new ConfigurationFile(path, flags, flagsOfFields()));
    return new ServeOptions(
        file.isPresent() ? file.get().read() : flags,
        file,
        ControlClientOptions.of(
            operator.host(), operator.port(), pod, podUid, operatorAuthorities, operatorToken),
        admin.resolve(),
        leaveAfter,
        drainTimeout);
  }

  /** The fields of the file that the command line says already. */
  private Map<String, String> flagsOfFields() {
    var given = command.commandLine().getParseResult();
    return FLAGS.entrySet().stream()
        .filter(entry -> given.hasMatchedOption(entry.getValue()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private BalancerOptions balancer() {
    var options =
        BalancerOptions.DEFAULT
            .withName(pod)
            .withAddress(listen.host(), listen.port())
            .withEventLoops(eventLoops)
            .withMaxConnections(maxConnections)
            .withTrustedProxies(trustedProxies.values());
    var placed = zone.isEmpty() ? options : options.withZone(new Zone(zone));
    return socketStore == null ? placed : placed.withSocketStore(socketStore);
  }

  /** The version of this program. */
  static final class Version extends Program.Version {
    Version() {
      super("scaledapp-balancer", ServeCommand.class);
    }
  }
}
